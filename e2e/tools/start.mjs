// `npm start`: installs what is missing, builds the page, serves it and prints the address. Works in a fresh clone.
// Options: `npm start -- --port 8080 --host 0.0.0.0` (the next free port is taken if that one is busy).
import { parseArgs } from 'node:util';
import { ensureInstalled, root } from './install.mjs';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '4173' }, host: { type: 'string', default: '127.0.0.1' } },
});

ensureInstalled();
const { build, preview } = await import('vite');
await build({ root, logLevel: 'warn' });
const server = await preview({ root, preview: { host: values.host, port: Number(values.port) } });
console.log(`BTF Explorer is at ${server.resolvedUrls?.local[0] ?? server.resolvedUrls?.network[0]}`);

// npm passes a signal on to its shell only, which dies of it and leaves this process behind: follow it.
if (process.env.npm_lifecycle_event === 'start') {
  const shell = process.ppid;
  setInterval(() => {
    if (process.ppid !== shell) process.exit();
  }, 500).unref();
}
