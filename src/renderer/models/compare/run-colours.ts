/** Colours of runs in charts: Okabe-Ito order; beyond them one grey, since more colours could not be told apart. */

const colours = 6;

/** What a style sheet chooses the colour and the dashes by. */
export const turnOf = (place: number): number | 'rest' => (place < colours ? place : 'rest');

/** Runs that are named beside their lines; of more the names would not find room. */
export const mostNamed = 12;
