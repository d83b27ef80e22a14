/** What the columns of a table mean, by the names that INSEE, Eurostat and Label Studio's users give them. */
import { folded } from '../../../../shared/nomenclature/words.ts';
import type { Language } from './reading.ts';

export type NoteName = 'includes' | 'includesAlso' | 'excludes' | 'rule';

export type Column =
  | { readonly means: 'code' | 'level' | 'parent' | 'synonyms' | 'kind' }
  | { readonly means: 'title'; readonly language: Language | undefined }
  | { readonly means: 'note'; readonly note: NoteName; readonly language: Language | undefined }
  /** Of a table with one column (or two) a level. */
  | { readonly means: 'levelCode' | 'levelTitle'; readonly level: number }
  /** Of a correspondence: the code in this nomenclature, or in the one that comes first or second. */
  | { readonly means: 'side'; readonly side: 'from' | 'to' | undefined; readonly id: string | undefined }
  | { readonly means: 'common'; readonly language: Language | undefined };

const notes: readonly (readonly [RegExp, NoteName])[] = [
  [
    /^(thisitem)?(alsoinclude|includealso|includesalso|alsoincludes)|^comprend(aussi|egalement)|^additionalcontent/,
    'includesAlso',
  ],
  [/^(thisitem)?(exclude|excludes|exclusions?)|^necomprendpas|^exclut|^exclusionnote/, 'excludes'],
  [/^(thisitem)?(include|includes|inclusions?)|^comprend|^corecontent|^contenucentral/, 'includes'],
  [/^(implementation)?rul(e|es|ings?)|^regles?/, 'rule'],
];

const levels = ['section', 'division', 'groupe', 'classe', 'sousclasse'];

/** What a column means by its name; undefined for one that is not used. */
export function columnOf(name: string): Column | undefined {
  const plain = folded(name).replace(/[^a-z0-9]/g, '');
  const language = /(_|\b|-)(fr|en)$/i.exec(name.trim())?.[2]?.toLowerCase() as Language | undefined;
  const bare = language ? plain.replace(/(fr|en)$/, '') : plain;

  if (/^(code|notation|codenaf|codenace|nace2|nace21|nacecode|codeape|ape)$/.test(plain))
    return { means: 'code' };
  if (/^(level|niveau|lev|niv)$/.test(plain)) return { means: 'level' };
  if (/^(parent|parentcode|codeparent|broader|codepere)$/.test(plain)) return { means: 'parent' };
  if (/^(synonyms?|synonymes?|altlabel|motscles|keywords)$/.test(bare)) return { means: 'synonyms' };
  if (/^(type|typedelien|typelien|linktype)$/.test(plain)) return { means: 'kind' };
  if (/^(contenucommun|commoncontent)$/.test(bare))
    return { means: 'common', language: language ?? (bare === 'commoncontent' ? 'en' : 'fr') };

  const wide = wideColumn(plain);
  if (wide) return wide;
  const side = sideOf(plain);
  if (side) return side;

  const note = notes.find(([pattern]) => pattern.test(bare))?.[1];
  if (note) return { means: 'note', note, language };
  if (/^(fr|en)$/.test(plain)) return { means: 'title', language: plain as Language };
  if (/^(label|libelle|intitule|title|titre|name|nom|description|desc|heading|preflabel)/.test(bare))
    return { means: 'title', language };
  if (/^(fr|en)desc$/.test(plain)) return { means: 'title', language: plain.slice(0, 2) as Language };
  return undefined;
}

/** `NIV5`, `LIB_NIV5`, `Sous-classe`, `Intitulé des divisions`. */
function wideColumn(plain: string): Column | undefined {
  const [, titled, number] = /^(lib|libelle|intitule)?(?:niv|niveau)(\d)$/.exec(plain) ?? [];
  if (number !== undefined) return { means: titled ? 'levelTitle' : 'levelCode', level: Number(number) };
  const [, title, , level = ''] =
    /^(intitule|libelle|titre|title)?(de|des|du|dela)?(section|division|groupe?|class|classe|sousclasse|subclass)s?$/.exec(
      plain,
    ) ?? [];
  const french = level
    .replace(/^group$/, 'groupe')
    .replace(/^class$/, 'classe')
    .replace(/^subclass$/, 'sousclasse');
  const place = levels.indexOf(french) + 1;
  return place === 0 ? undefined : { means: title ? 'levelTitle' : 'levelCode', level: place };
}

/** `naf_rev2`, `NAF 2025`, `Code NACE Rev. 2.1`, `source`, `target`. */
function sideOf(plain: string): Column | undefined {
  if (/^(source|from|sourcecode)$/.test(plain)) return { means: 'side', side: 'from', id: undefined };
  if (/^(target|to|targetcode|cible)$/.test(plain)) return { means: 'side', side: 'to', id: undefined };
  const [, name, version = ''] = /^(?:code)?(naf|nace)(?:rev)?(2|21|2008|2025)(?:codes?)?$/.exec(plain) ?? [];
  if (name === undefined) return undefined;
  const known: Readonly<Record<string, string>> = {
    naf2: 'naf-rev2',
    naf2008: 'naf-rev2',
    naf2025: 'naf-2025',
    nace2: 'nace-rev2',
    nace21: 'nace-rev2.1',
  };
  const id = known[name + version];
  return id === undefined ? undefined : { means: 'side', side: undefined, id };
}
