// What is in a zip: its list stands at its end. Files are unpacked by the browser, one after the other.

export interface Inside {
  path: string;
  file: Blob;
}

const END = 0x06054b50;
const LISTED = 0x02014b50;
const LOCAL = 0x04034b50;
const MOST = 1 << 30;

const view = async (part: Blob) => new DataView(await part.arrayBuffer());

export async function unzipped(zip: Blob, wanted: (path: string) => boolean): Promise<Inside[]> {
  const tail = await view(zip.slice(Math.max(0, zip.size - 65_557)));
  let at = tail.byteLength - 22;
  while (at >= 0 && tail.getUint32(at, true) !== END) at -= 1;
  if (at < 0) throw new Error("no zip");
  const from = tail.getUint32(at + 16, true);
  const list = await view(zip.slice(from, from + tail.getUint32(at + 12, true)));
  const inside: Inside[] = [];
  let whole = 0;
  for (let one = 0; one + 46 <= list.byteLength && list.getUint32(one, true) === LISTED; ) {
    const [how, packed, size] = [list.getUint16(one + 10, true), list.getUint32(one + 20, true), list.getUint32(one + 24, true)];
    const [named, extra, said] = [list.getUint16(one + 28, true), list.getUint16(one + 30, true), list.getUint16(one + 32, true)];
    const path = new TextDecoder().decode(new Uint8Array(list.buffer, one + 46, named));
    const start = list.getUint32(one + 42, true);
    one += 46 + named + extra + said;
    if (path.endsWith("/") || !wanted(path)) continue;
    whole += size;
    if (whole > MOST || (how !== 0 && how !== 8)) throw new Error(path);
    const local = await view(zip.slice(start, start + 30));
    if (local.byteLength < 30 || local.getUint32(0, true) !== LOCAL) throw new Error(path);
    const begins = start + 30 + local.getUint16(26, true) + local.getUint16(28, true);
    const bytes = zip.slice(begins, begins + packed);
    const file = how === 0 ? bytes : await new Response(bytes.stream().pipeThrough(new DecompressionStream("deflate-raw"))).blob();
    if (file.size !== size) throw new Error(path);
    inside.push({ path, file });
  }
  return inside;
}
