/** The keys of one language demanded of the other: a missing or extra key does not compile. */
export type Same<T> = { readonly [Key in keyof T]: T[Key] extends string ? string : Same<T[Key]> };
