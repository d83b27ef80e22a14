/** Something beyond ASCII, to which alone the rules of Unicode say more than lower case. */
const beyondAscii = /[\u0080-\uffff]/;

/**
 * The key by which two texts count as the same: Unicode NFKD, marks removed, case folded, ligatures spelled out,
 * punctuation and signs to spaces, spaces collapsed. Empty when nothing but punctuation is left. Normalising twice
 * changes nothing. Digits and word order count: `Vente 2 roues` is not `Vente roues`.
 *
 * The key is for comparing within one run or one file; the tables of Unicode grow, so rare characters may give
 * another key under a newer engine.
 */
export function normalisedText(text: string): string {
  if (!beyondAscii.test(text)) {
    return (
      text
        .toLowerCase()
        // A single space, which most are, stays as it is.
        .replace(/[^a-z0-9]{2,}|[^a-z0-9 ]/g, ' ')
        .trim()
    );
  }
  return unicodeKey(text);
}

/** The same for any text, which takes several times as long. */
export function unicodeKey(text: string): string {
  return (
    text
      .normalize('NFKD')
      .replace(/[\p{M}\p{Cf}]/gu, '')
      // Upper case first, since it is what tells that ß is ss; the two forms of the small sigma are one letter.
      .toUpperCase()
      .toLowerCase()
      .replace(/[œæς]/gu, (letter) => (letter === 'ς' ? 'σ' : `${letter === 'œ' ? 'o' : 'a'}e`))
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
  );
}
