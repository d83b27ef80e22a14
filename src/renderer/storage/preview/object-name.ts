/** Names of objects. Pure. */

/** The last part of a key, as a person calls the object. */
export function nameOf(object: { readonly key: string }): string {
  return object.key.split('/').filter(Boolean).at(-1) ?? object.key;
}
