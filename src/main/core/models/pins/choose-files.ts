/** Which files of a version are kept: those that describe it, and the one that predicts. A pickle is never asked for. */
import type { RemoteFile, VersionSource } from './version-source.ts';

/** Programs in disguise, and weights that nothing here reads. */
const never =
  /\.(pkl|pickle|joblib|dill|cloudpickle|pt|pth|ckpt|npy|npz|h5|onnx|safetensors|whl|zip|gz|tar)$/i;
const described =
  /(^|\/)(MLmodel|registered_model_meta|[^/]+\.(ya?ml|json|toml|cfg|ini|md|py|txt))$|(^|\/)test[^/]*\.csv$/i;
const mebibyte = 1024 ** 2;
const largestText = mebibyte;
const largestTest = 16 * mebibyte;
const mostTexts = 300;
/** Beginnings that are looked at. */
const mostLooks = 40;
/** 793712314, the first bytes of every fastText model (fasttext.cc, FASTTEXT_FILEFORMAT_MAGIC_INT32). */
const magic = 0x2f4f16ba;

/** Files that are small enough and say by their name that they describe. Pure. */
export function textFiles(files: readonly RemoteFile[]): RemoteFile[] {
  return files
    .filter(({ path, bytes = 0 }) => {
      const limit = /(^|\/)test[^/]*\.csv$/i.test(path) ? largestTest : largestText;
      return described.test(path) && !never.test(path) && bytes <= limit;
    })
    .slice(0, mostTexts);
}

/** The file that begins as a fastText model does, whatever the flavour says; undefined where none does. @throws Failure */
export async function modelFile(
  source: VersionSource,
  files: readonly RemoteFile[],
  signal: AbortSignal,
): Promise<RemoteFile | undefined> {
  const likely = ({ path }: RemoteFile) => (/\.(bin|ftz)$/i.test(path) ? 0 : 1);
  const candidates = files
    .filter(
      ({ path, bytes = Number.POSITIVE_INFINITY }) =>
        !never.test(path) && !described.test(path) && bytes > 92,
    )
    .sort((one, other) => likely(one) - likely(other));
  for (const file of candidates.slice(0, mostLooks))
    if (await beginsAsModel(source, file, signal)) return file;
  return undefined;
}

/** Looks at four bytes. @throws Failure */
export async function beginsAsModel(
  source: VersionSource,
  file: RemoteFile,
  signal: AbortSignal,
): Promise<boolean> {
  const { body } = await source.open(file, { start: 0, end: 4 }, signal);
  body.on('error', () => {});
  let head: Buffer = Buffer.alloc(0);
  try {
    for await (const piece of body) {
      head = Buffer.concat([head, (piece as Buffer).subarray(0, 4)]);
      if (head.length >= 4) break;
    }
  } finally {
    body.destroy();
  }
  return head.length >= 4 && head.readInt32LE(0) === magic;
}
