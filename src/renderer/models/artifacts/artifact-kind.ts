/** How an artifact is shown, by its name. Pure. */

export type ArtifactKind = 'text' | 'markdown' | 'image' | 'pickle' | 'other';

const texts =
  /\.(?:txt|log|json|jsonl|ya?ml|toml|ini|cfg|csv|tsv|py|r|sh|sql|xml|html?|svg|md|markdown)$|(?:^|\/)(?:MLmodel|Dockerfile|requirements|LICENSE)$/i;

/** A pickle is named as such: it is never opened, since opening one runs it. */
export function artifactKind(path: string): ArtifactKind {
  if (/\.(?:md|markdown)$/i.test(path)) return 'markdown';
  if (/\.(?:png|jpe?g|gif|webp)$/i.test(path)) return 'image';
  if (/\.(?:pkl|pickle|joblib|pt|pth|ckpt)$/i.test(path)) return 'pickle';
  return texts.test(path) ? 'text' : 'other';
}

/** The last part of a path. */
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
