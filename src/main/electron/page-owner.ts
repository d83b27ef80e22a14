/** To whom a page belongs: that decides where it may go, what it may open and what it may ask for. */
export type PageOwner =
  | { readonly kind: 'app'; readonly origin: string }
  | { readonly kind: 'service'; readonly origin: string }
  /** A page that nobody claimed may do nothing. */
  | { readonly kind: 'nobody' };

export const nobody: PageOwner = { kind: 'nobody' };
