// A static host as one finds it on the net: files of some folders, compressed by brotli, over a line of some speed.

import { createServer } from "node:http";
import { readFile, readdir } from "node:fs/promises";
import { extname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { brotliCompress } from "node:zlib";

const compressed = promisify(brotliCompress);

const TYPES = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".wat": "text/plain",
  ".woff2": "font/woff2",
};
// these are compressed already
const PLAIN = [".woff2"];

/** All that a line carries goes through it one piece after the other; each answer waits for its latency before. */
export class Line {
  #free = 0;

  /** In milliseconds, and in bytes a second. */
  constructor(latency, rate) {
    this.latency = latency;
    this.rate = rate;
  }

  async carry(bytes) {
    const now = performance.now();
    this.#free = Math.max(now, this.#free) + (bytes / this.rate) * 1000;
    await sleep(this.#free - now);
  }
}

const PIECE = 8 * 1024;

/** All files below a folder, by their paths in it, each as it travels. */
async function files(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const one = async (entry) => {
    const place = join(entry.parentPath, entry.name);
    const ending = extname(entry.name);
    const bytes = await readFile(place);
    const plain = PLAIN.includes(ending);
    const path = place.slice(folder.length).split(/[\\/]/).filter(Boolean).join("/");
    return [path, { type: TYPES[ending] ?? "application/octet-stream", plain, body: plain ? bytes : await compressed(bytes) }];
  };
  return Promise.all(entries.filter((entry) => entry.isFile()).map(one));
}

/** Serves `folders`, each below its name. Gives its address, a way to set the line, and one to end it. */
export async function host(folders) {
  let line;
  const all = new Map();
  for (const [name, folder] of Object.entries(folders)) {
    for (const [path, file] of await files(folder)) all.set(`/${name}/${path}`, file);
  }
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://host/");
    const found = all.get(pathname.endsWith("/") ? `${pathname}index.html` : pathname);
    if (line) await sleep(line.latency);
    if (!found) return response.writeHead(404).end();
    const { type, plain, body } = found;
    const headers = { "Content-Type": type, "Content-Length": body.length, "Cache-Control": "max-age=600" };
    response.writeHead(200, plain ? headers : { ...headers, "Content-Encoding": "br" });
    for (let at = 0; line && at < body.length; at += PIECE) {
      const piece = body.subarray(at, at + PIECE);
      await line.carry(piece.length);
      response.write(piece);
    }
    response.end(line ? undefined : body);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    over: (to) => (line = to),
    end: () => server.close(),
  };
}
