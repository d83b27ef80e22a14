/** Bars that go to both sides of a middle. Pure. */

export interface Share {
  readonly name: string;
  readonly share: number;
  /** Left edge and width in percent of the whole, the middle being where 0 lies. */
  readonly from: number;
  readonly width: number;
}

/** Greatest share first; one scale for all, so that lengths can be compared. */
export function sharesOf(all: readonly { readonly name: string; readonly share: number }[]): Share[] {
  const least = Math.min(0, ...all.map(({ share }) => share));
  const greatest = Math.max(0, ...all.map(({ share }) => share));
  const span = greatest - least || 1;
  const place = (value: number) => ((value - least) / span) * 100;
  return all
    .toSorted((a, b) => b.share - a.share)
    .map((one) => ({
      ...one,
      from: place(Math.min(0, one.share)),
      width: (Math.abs(one.share) / span) * 100,
    }));
}
