/** Characters of Latin-script text that Unicode does not decompose; the right-hand sides are those of Unidecode. */
const transliterations: Readonly<Record<string, string>> = {
  Æ: 'AE',
  æ: 'ae',
  Œ: 'OE',
  œ: 'oe',
  ß: 'ss',
  Ø: 'O',
  ø: 'o',
  Ð: 'D',
  ð: 'd',
  Đ: 'D',
  đ: 'd',
  Þ: 'Th',
  þ: 'th',
  Ħ: 'H',
  ħ: 'h',
  ı: 'i',
  ĸ: 'k',
  Ł: 'L',
  ł: 'l',
  Ŋ: 'NG',
  ŋ: 'ng',
  Ŧ: 'T',
  ŧ: 't',
  '€': 'EUR',
  '£': 'PS',
  '§': 'SS',
  '°': 'deg',
  µ: 'u',
  '×': 'x',
};

const nonAscii = /[\u{80}-\u{10FFFF}]/gu;

/**
 * Text of a Latin-script language in ASCII alone: accents dropped, ligatures and the usual signs spelled out, every dash
 * a hyphen, every other sign a space. Letters of other scripts are left out (Unidecode would transliterate them).
 */
export function asciiText(text: string): string {
  return text
    .replace(nonAscii, (character) => transliterations[character] ?? character)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(nonAscii, (character) => {
      if (/[\p{Pd}\u2212]/u.test(character)) return '-';
      return /[\p{P}\p{S}\p{Z}]/u.test(character) ? ' ' : (transliterations[character] ?? '');
    });
}
