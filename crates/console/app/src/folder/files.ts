// The files of a folder that somebody chose or dropped, of a zip, or an archive as it is. Loaded when it is needed.

import { type Inside, unzipped } from "./zip.ts";

/** Something to be read, by its path in the folder. */
export interface Chosen {
  name: string;
  files: { path: string; file: Blob }[];
  /** Sent as it is. */
  archive: Blob | null;
}

/** What an audit reads; the server has the last word. */
const READ = /\.(html?|xhtml|jpe?g|png|gif|webp|avif|svg|ico|bmp|tif|xml|json|webmanifest)$|(^|\/)robots\.txt$/i;
const LEFT = /(^|\/)(node_modules|__MACOSX|\.(?!well-known\/)[^/]*)(\/|$)/;

const isRead = (path: string) => READ.test(path) && !LEFT.test(path);
const base = (path: string) => path.slice(path.lastIndexOf("/") + 1);

/** One file alone may be an archive. */
async function of(name: string, all: { path: string; file: File }[]): Promise<Chosen> {
  const only = all.length === 1 ? all[0] : undefined;
  if (only && /\.zip$/i.test(only.path)) {
    const files: Inside[] = (await unzipped(only.file, isRead)).filter(({ path }) => isRead(path));
    return { name: base(only.path).replace(/\.zip$/i, ""), files, archive: null };
  }
  if (only && /\.(tar|tgz|tar\.gz)$/i.test(only.path)) return { name: base(only.path).replace(/\.(tar|tgz|tar\.gz)$/i, ""), files: [], archive: only.file };
  return { name, files: all.filter(({ path }) => isRead(path)), archive: null };
}

/** What was picked with a field for folders or files. */
export function picked(list: FileList): Promise<Chosen> {
  const all = [...list].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
  return of(all[0]?.path.includes("/") ? (all[0].path.split("/")[0] ?? "") : "", all);
}

/** What was dropped. The list of a drop is empty once anything was waited for: its entries are taken first. */
export async function dropped(items: DataTransferItemList): Promise<Chosen> {
  const entries = [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const all: { path: string; file: File }[] = [];
  const waiting = [...entries];
  for (let entry = waiting.pop(); entry; entry = waiting.pop()) {
    const path = entry.fullPath.replace(/^\//, "");
    if (LEFT.test(path)) continue;
    if (entry.isFile) {
      const from = entry as FileSystemFileEntry;
      all.push({ path, file: await new Promise<File>((done, failed) => from.file(done, failed)) });
    } else {
      const reader = (entry as FileSystemDirectoryEntry).createReader();
      // A hundred at a time.
      for (;;) {
        const some = await new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed));
        if (some.length === 0) break;
        waiting.push(...some);
      }
    }
  }
  return of(entries.length === 1 && entries[0]?.isDirectory ? entries[0].name : "", all);
}

export const pagesOf = ({ files }: Chosen) => files.filter(({ path }) => /\.(html?|xhtml)$/i.test(path)).length;
