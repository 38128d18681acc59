/**
 * Which build of the program this is.
 * Out: a word that the bundler puts in, the same in page and worker; `dev` where nothing is bundled. A cached worker script
 * beside a newer page speaks another protocol, and is told by this.
 */

declare const __BUILD_ID__: string | undefined;

export const BUILD_ID: string = typeof __BUILD_ID__ === 'string' ? __BUILD_ID__ : 'dev';
