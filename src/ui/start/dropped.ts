/**
 * From a drop or a chosen directory to files with their paths.
 * In: what the browser hands over, directories included, thousands of files deep. Out: every file with its path relative to
 * what was dropped, and what could not be read. Knows nothing of what the files are.
 */

import type { OpenFile } from '../../session/source-api.ts';
import type { Gathered } from '../../store/state.ts';
import { Breather } from '../parts/breather.ts';

type Failure = Gathered['failures'][number];

/** Files asked for at a time: each is a round trip to the browser's own process. */
const AT_A_TIME = 16;
/** Directories may be links into themselves. */
const MAX_DEPTH = 32;
const MAX_FILES = 200_000;

/** From a file input; `webkitRelativePath` is set where a directory was chosen. */
export function chosenFiles(list: Iterable<File>): OpenFile[] {
  return Array.from(list, (file) => ({
    name: file.name,
    path: file.webkitRelativePath || file.name,
    blob: file,
  }));
}

/** Whether a drag carries files at all, rather than text or a link. */
export function carriesFiles(transfer: DataTransfer | null): boolean {
  return transfer?.types.includes('Files') ?? false;
}

/** Must be called while the drop event is handled: afterwards the browser takes its items away. */
export function gatherDrop(transfer: DataTransfer): Promise<Gathered> {
  const entries: FileSystemEntry[] = [];
  const loose: File[] = [];
  for (const item of Array.from(transfer.items)) {
    if (item.kind !== 'file') continue;
    const entry = item.webkitGetAsEntry();
    const file = entry ? null : item.getAsFile();
    if (entry) entries.push(entry);
    else if (file) loose.push(file);
  }
  return gatherEntries(entries, loose);
}

export async function gatherEntries(
  entries: readonly FileSystemEntry[],
  loose: readonly File[] = [],
): Promise<Gathered> {
  const failures: Failure[] = [];
  const found: FileSystemFileEntry[] = [];
  const breather = new Breather();
  for (const entry of entries) await walk(entry, 0, found, failures, breather);
  if (found.length > MAX_FILES) {
    failures.push({ path: '', message: `only the first ${MAX_FILES} of ${found.length} files are opened` });
    found.length = MAX_FILES;
  }
  const files = await readAll(found, failures, breather);
  return { files: [...chosenFiles(loose), ...files], failures };
}

async function walk(
  entry: FileSystemEntry,
  depth: number,
  found: FileSystemFileEntry[],
  failures: Failure[],
  breather: Breather,
): Promise<void> {
  await breather.breathe();
  if (isFile(entry)) {
    found.push(entry);
  } else if (isDirectory(entry)) {
    if (depth >= MAX_DEPTH) {
      failures.push({ path: pathOf(entry), message: `directories are nested more than ${MAX_DEPTH} deep` });
      return;
    }
    try {
      for (const child of await listAll(entry)) await walk(child, depth + 1, found, failures, breather);
    } catch (error) {
      failures.push({ path: pathOf(entry), message: messageOf(error) });
    }
  }
}

/** A reader gives a part of the directory at a time (100 entries in Chromium), and an empty list at the end. */
async function listAll(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (part.length === 0) return all;
    all.push(...part);
  }
}

/** Keeps the order of `entries`. To ask for one file takes a browser up to half a millisecond. */
async function readAll(
  entries: readonly FileSystemFileEntry[],
  failures: Failure[],
  breather: Breather,
): Promise<OpenFile[]> {
  const files: (OpenFile | null)[] = entries.map(() => null);
  let next = 0;
  const take = async (): Promise<void> => {
    for (let i = next++; i < entries.length; i = next++) {
      files[i] = await read(entries[i], failures);
      await breather.breathe();
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, take));
  return files.filter((file) => file !== null);
}

async function read(entry: FileSystemFileEntry, failures: Failure[]): Promise<OpenFile | null> {
  try {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return { name: entry.name, path: pathOf(entry), blob: file };
  } catch (error) {
    failures.push({ path: pathOf(entry), message: messageOf(error) });
    return null;
  }
}

function pathOf(entry: FileSystemEntry): string {
  return entry.fullPath.replace(/^\//, '');
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

/** The interface rejects with a DOMException, which is no Error in every browser. */
function messageOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message);
  return String(error);
}
