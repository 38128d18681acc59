/** Files that a site serves: progress, what fails, and giving up. */

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { OpenProgress } from './source-api.ts';
import { Session } from './session.ts';
import { ignore, problems, smallKernel, states } from './testing/kernels.ts';

const bytes = smallKernel('6.12').base.build();
let server: Server;
let site = '';

beforeAll(async () => {
  server = createServer((request, response) => {
    switch (request.url) {
      case '/vmlinux':
        response.setHeader('content-length', bytes.length).write(bytes.subarray(0, 50));
        setTimeout(() => response.write(bytes.subarray(50, 100)), 80);
        setTimeout(() => response.end(bytes.subarray(100)), 160);
        return;
      case '/packed':
        response.setHeader('content-encoding', 'gzip').end(gzipSync(bytes));
        return;
      case '/endless':
        response.write(bytes.subarray(0, 50));
        return;
      case '/page':
        response.end('<!doctype html>');
        return;
      default:
        response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('a file of the site', () => {
  it('is opened, with its bytes on the way', async () => {
    const session = new Session();
    const reports: OpenProgress[] = [];
    const { workspace } = await session.openUrl(`${site}/vmlinux`, 'vmlinux', (report) =>
      reports.push(report),
    );
    expect(states(workspace)).toEqual(['vmlinux']);
    const fetched = reports.filter(({ phase }) => phase === 'fetching');
    expect(fetched[0]).toMatchObject({ bytesDone: 0, filesTotal: 1 });
    const last = fetched.at(-1);
    expect(last?.bytesTotal).toBe(bytes.length);
    expect(last?.bytesDone).toBeGreaterThanOrEqual(100);
  });

  it('may be packed for the way', async () => {
    const { workspace } = await new Session().openUrl(`${site}/packed`, 'vmlinux', ignore);
    expect(states(workspace)).toEqual(['vmlinux']);
  });

  it.each([
    ['missing', 'fetch-failed'],
    ['page', 'not-btf'],
  ])('is a problem where it is none: %s', async (path, code) => {
    const { workspace } = await new Session().openUrl(`${site}/${path}`, 'sample', ignore);
    expect(problems(workspace)).toEqual([`sample: ${code}`]);
  });

  it('is a problem where the site is gone', async () => {
    const { workspace } = await new Session().openUrl('http://127.0.0.1:1/x', 'sample', ignore);
    expect(problems(workspace)).toEqual(['sample: fetch-failed']);
  });

  it('can be given up', async () => {
    const session = new Session();
    const progress = vi.fn();
    const opening = session.openUrl(`${site}/endless`, 'sample', progress);
    await vi.waitFor(() => expect(progress).toHaveBeenCalled());
    session.cancelOpen();
    const { cancelled, workspace } = await opening;
    expect(cancelled).toBe(true);
    expect(problems(workspace)).toEqual([]);
  });
});
