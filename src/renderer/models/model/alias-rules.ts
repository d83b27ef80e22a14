/** What an alias may be called, and what its move means. Pure. */

/** MLflow: letters, digits, `_` and `-`, at most 255; neither `latest` nor `v` with a number (mlflow/utils/validation.py). */
export function isAlias(name: string): boolean {
  return /^[\w-]{1,255}$/.test(name) && name.toLowerCase() !== 'latest' && !/^v\d+$/i.test(name);
}

/** Aliases that are offered: those of the model first, then the two that teams use most. */
export function offeredAliases(known: readonly { readonly alias: string }[]): string[] {
  return [...new Set([...known.map(({ alias }) => alias), 'champion', 'challenger'])];
}
