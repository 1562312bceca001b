// An archive of as many files as one may have, packed as they are.

const CONTENT = Buffer.from("x");
// of the content
const CRC32 = 0x8cdc1683;
// 10 000 files and folders may come together
const FOLDERS = 99;
const FILES_IN_EACH = 100;

// such as `f42/n4217.txt`, which lies in the folder `f42/`
const paths = Array.from({ length: FOLDERS * FILES_IN_EACH }, (_, no) => {
  const digits = String(no).padStart(4, "0");
  return `f${digits.slice(0, 2)}/n${digits}.txt`;
});

/** How many Points become of one archive: its bundle, the root of its files, its folders and its files. */
export const POINTS = 2 + FOLDERS + paths.length;

/** What is said of a file twice: before its content, and in the directory. */
function about(path) {
  const bytes = Buffer.alloc(26);
  // the version that unpacks it
  bytes.writeUInt16LE(10, 0);
  // the first of January 1980
  bytes.writeUInt16LE(0x21, 8);
  bytes.writeUInt32LE(CRC32, 10);
  bytes.writeUInt32LE(CONTENT.length, 14);
  bytes.writeUInt32LE(CONTENT.length, 18);
  bytes.writeUInt16LE(path.length, 22);
  return bytes;
}

/** The zip archive of all of them, as a file to choose. */
export function archive(name) {
  const files = [];
  const directory = [];
  let at = 0;
  for (const path of paths) {
    const said = about(path);
    const file = Buffer.concat([Buffer.from("PK\x03\x04"), said, Buffer.from(path), CONTENT]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x0a\0"), said, rest, Buffer.from(path)]));
    files.push(file);
    at += file.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06");
  end.writeUInt16LE(paths.length, 8);
  end.writeUInt16LE(paths.length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(at, 16);
  return { name, mimeType: "application/zip", buffer: Buffer.concat([...files, entries, end]) };
}
