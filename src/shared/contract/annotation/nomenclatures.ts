/** Nomenclatures: versioned trees of codes, and the correspondences between them. */
import { z } from 'zod';
import { FailureData } from '../errors.ts';
import { mutation, query, stream } from '../operation.ts';
import { ObjectRef } from '../storage/places.ts';

/** The same words in one or both languages. */
export const Words = z.object({ fr: z.string(), en: z.string() }).partial();
export type Words = z.infer<typeof Words>;

/** Explanatory notes of one code in one language; paragraphs and lists as plain text. */
export const Notes = z
  .object({ includes: z.string(), includesAlso: z.string(), excludes: z.string(), rule: z.string() })
  .partial();
export type Notes = z.infer<typeof Notes>;

export const NomenclatureNode = z.object({
  /** As printed, with its dots: `C`, `01`, `01.1`, `01.11`, `01.11Z`. Unique in its nomenclature. */
  code: z.string().min(1),
  /** 1 is the section. */
  level: z.int().min(1),
  /** Absent at level 1. */
  parent: z.string().optional(),
  titles: Words,
  notes: z.object({ fr: Notes, en: Notes }).partial().optional(),
  synonyms: z.array(z.string()).optional(),
});
export type NomenclatureNode = z.infer<typeof NomenclatureNode>;

export const NomenclatureLevel = z.object({ titles: Words, count: z.int().positive() });

/** A whole nomenclature, as it travels to the page and as the file that a team shares (JSON). */
export const Nomenclature = z.object({
  schemaVersion: z.literal(1),
  /** By which everything else means it: `naf-rev2`, `nace-rev2.1`, `naf-2025`, `nace-rev2`. */
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,62}$/),
  titles: Words,
  /** From the section down. */
  levels: z.array(NomenclatureLevel).min(1),
  /** Letters with which a code of the last level may end; absent: no letter, or not known. They tell NAF rév. 2 from NAF 2025. */
  letters: z.string().optional(),
  /** Where it came from, in words that a person recognises. */
  source: z.string(),
  /** Parents before their children, siblings in the order of the official file. */
  nodes: z.array(NomenclatureNode).min(1),
});
export type Nomenclature = z.infer<typeof Nomenclature>;

export const CorrespondencePair = z.object({
  from: z.string(),
  to: z.string(),
  commonContent: Words.optional(),
});
export type CorrespondencePair = z.infer<typeof CorrespondencePair>;

/** Which codes of one version share content with which of another. */
export const Correspondence = z.object({
  schemaVersion: z.literal(1),
  from: z.string(),
  to: z.string(),
  source: z.string(),
  pairs: z.array(CorrespondencePair),
});
export type Correspondence = z.infer<typeof Correspondence>;

/** One thing that is wrong or odd in a nomenclature or its file; `line` and `column` count from 1. */
export const Finding = z.object({
  severity: z.enum(['error', 'warning']),
  kind: z.enum([
    'unreadable',
    'encoding',
    'missing-column',
    'no-code',
    'bad-code',
    'duplicate',
    'orphan',
    'level-skipped',
    'count',
    'letter',
    'no-title',
    'unknown-code',
    'empty',
  ]),
  /** The code, column or title that it is about. */
  name: z.string(),
  /** What was expected, where something else stood. */
  expected: z.string().optional(),
  line: z.int().positive().optional(),
  column: z.int().positive().optional(),
});
export type Finding = z.infer<typeof Finding>;

export const NomenclatureSummary = z.object({
  id: z.string(),
  titles: Words,
  counts: z.array(z.int()),
  source: z.string(),
  /** `bundled`: part of the app. `imported`: from a file of this person. `team`: named by the platform file. */
  from: z.enum(['bundled', 'imported', 'team']),
  /** Languages in which titles and notes are there. */
  titlesIn: z.array(z.enum(['fr', 'en'])),
  notesIn: z.array(z.enum(['fr', 'en'])),
  /** SHA-256 of its file, hexadecimal: the same content, the same hash. */
  hash: z.string(),
  asOf: z.number(),
});
export type NomenclatureSummary = z.infer<typeof NomenclatureSummary>;

export const CorrespondenceSummary = z.object({
  from: z.string(),
  to: z.string(),
  pairs: z.int(),
  source: z.string(),
  origin: z.enum(['imported', 'team']),
});
export type CorrespondenceSummary = z.infer<typeof CorrespondenceSummary>;

export const Nomenclatures = z.object({
  nomenclatures: z.array(NomenclatureSummary),
  correspondences: z.array(CorrespondenceSummary),
  /** Files that the platform names and that could not be had; what was had before is still there. */
  problems: z.array(z.object({ address: z.string(), problem: FailureData })),
});
export type Nomenclatures = z.infer<typeof Nomenclatures>;

/** A file of this laptop that the page sent (see `announceFile`), or an object. */
export const SourceFile = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sent'), id: z.string(), name: z.string() }),
  ObjectRef.extend({ kind: z.literal('object') }),
]);
export type SourceFile = z.infer<typeof SourceFile>;

/** What a file turned out to be, before anything of it is kept. */
export const NomenclatureReading = z.object({
  kind: z.enum(['nomenclature', 'notes', 'correspondence']),
  /** By which `importNomenclature` keeps it; absent where errors forbid that. */
  reading: z.string().optional(),
  id: z.string(),
  titles: Words,
  counts: z.array(z.int()),
  /** The nomenclature to which notes belong, the two of a correspondence. */
  of: z.array(z.string()),
  /** At most 200; `findingsInAll` says how many there are. */
  findings: z.array(Finding),
  findingsInAll: z.int(),
  /** A nomenclature of that name that it would replace. */
  replaces: z.string().optional(),
});
export type NomenclatureReading = z.infer<typeof NomenclatureReading>;

export const nomenclatureOperations = {
  nomenclatures: stream(z.object({}), Nomenclatures),
  nomenclature: query(z.object({ id: z.string() }), Nomenclature),
  correspondence: query(z.object({ from: z.string(), to: z.string() }), Correspondence),
  /** Says where the page may PUT the bytes of a file of this laptop (at most 512 MiB); it is kept until the app ends or for a day. */
  announceFile: mutation(
    z.object({ name: z.string().min(1), size: z.int().nonnegative() }),
    z.object({ id: z.string(), address: z.string() }),
  ),
  /** Reads a CSV, XLSX, SKOS (RDF/XML, Turtle), Label Studio configuration or a file of our own, and checks it; nothing is kept yet. */
  readNomenclature: mutation(
    z.object({
      file: SourceFile,
      /** What the person says it is, where the file does not: id and titles of a tree, or whose notes these are. */
      as: z
        .object({ id: z.string(), titles: Words, of: z.array(z.string()), language: z.enum(['fr', 'en']) })
        .partial()
        .optional(),
    }),
    NomenclatureReading,
  ),
  importNomenclature: mutation(z.object({ reading: z.string() }), z.object({ id: z.string() })),
  removeNomenclature: mutation(z.object({ id: z.string() }), z.object({})),
  removeCorrespondence: mutation(z.object({ from: z.string(), to: z.string() }), z.object({})),
  /** Writes the file of our own format to S3, for the team; the answer is the line of the platform file that names it. */
  shareNomenclature: mutation(
    z.object({
      what: z.union([z.object({ id: z.string() }), z.object({ from: z.string(), to: z.string() })]),
      to: ObjectRef.omit({ versionId: true }),
      replace: z.boolean().default(false),
    }),
    z.object({ address: z.string() }),
  ),
};
