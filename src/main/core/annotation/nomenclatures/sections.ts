/** The sections of the official nomenclatures: the one level that codes of the others do not spell. */

/** First and last division of each section of NACE Rev. 2 and NAF rév. 2 (Regulation (EC) 1893/2006, annex I). */
const revision2 = ranges(
  'A01-03 B05-09 C10-33 D35-35 E36-39 F41-43 G45-47 H49-53 I55-56 J58-63 K64-66 L68-68 M69-75 N77-82 O84-84 P85-85 Q86-88 R90-93 S94-96 T97-98 U99-99',
);
/** The same of NACE Rev. 2.1 and NAF 2025 (Delegated Regulation (EU) 2023/137). */
const revision21 = ranges(
  'A01-03 B05-09 C10-33 D35-35 E36-39 F41-43 G46-47 H49-53 I55-56 J58-60 K61-63 L64-66 M68-68 N69-75 O77-82 P84-84 Q85-85 R86-88 S90-93 T94-96 U97-98 V99-99',
);

/** Titles of the sections of NAF rév. 2 (INSEE). */
export const revision2Sections: Readonly<Record<string, string>> = {
  A: 'Agriculture, sylviculture et pêche',
  B: 'Industries extractives',
  C: 'Industrie manufacturière',
  D: "Production et distribution d'électricité, de gaz, de vapeur et d'air conditionné",
  E: "Production et distribution d'eau ; assainissement, gestion des déchets et dépollution",
  F: 'Construction',
  G: "Commerce ; réparation d'automobiles et de motocycles",
  H: 'Transports et entreposage',
  I: 'Hébergement et restauration',
  J: 'Information et communication',
  K: "Activités financières et d'assurance",
  L: 'Activités immobilières',
  M: 'Activités spécialisées, scientifiques et techniques',
  N: 'Activités de services administratifs et de soutien',
  O: 'Administration publique',
  P: 'Enseignement',
  Q: 'Santé humaine et action sociale',
  R: 'Arts, spectacles et activités récréatives',
  S: 'Autres activités de services',
  T: "Activités des ménages en tant qu'employeurs ; activités indifférenciées des ménages en tant que producteurs de biens et services pour usage propre",
  U: 'Activités extra-territoriales',
};

/** The section of a division in an official nomenclature; undefined for others, and for numbers that no division has. */
export function sectionOf(division: string, nomenclature: string | undefined): string | undefined {
  const number = Number(division);
  const known =
    nomenclature === 'naf-rev2' || nomenclature === 'nace-rev2'
      ? revision2
      : nomenclature === 'naf-2025' || nomenclature === 'nace-rev2.1'
        ? revision21
        : [];
  return known.find(({ first, last }) => number >= first && number <= last)?.section;
}

function ranges(text: string): { section: string; first: number; last: number }[] {
  return text.split(' ').map((one) => ({
    section: one.slice(0, 1),
    first: Number(one.slice(1, 3)),
    last: Number(one.slice(4)),
  }));
}
