/** Reads a file of any of the known formats, finds out what it is and checks it. */
import type { Finding, Nomenclature } from '../../../../shared/contract/annotation/nomenclatures.ts';
import { checkNomenclature } from '../../../../shared/nomenclature/check.ts';
import { dotless } from '../../../../shared/nomenclature/code.ts';
import { knownNomenclature, knownNomenclatures } from '../../../../shared/nomenclature/known.ts';
import { buildTree, type Built } from './build-tree.ts';
import { compose } from './compose.ts';
import { decodeText } from './decode.ts';
import { readRdfXml } from './rdf-xml.ts';
import { readCsv } from './read-csv.ts';
import { readLabelStudio } from './read-label-studio.ts';
import { readOwn } from './read-own.ts';
import { readSkos } from './read-skos.ts';
import { readXlsx } from './read-xlsx.ts';
import { largestFile, problem, unread, type Claimed, type FileReading, type Read } from './reading.ts';
import { readTurtle } from './turtle.ts';

export interface SourceBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Never throws for what is in a file: findings say it.
 * @param known nomenclatures whose titles stand in for those that the file leaves out, by id
 */
export async function readFile(
  file: SourceBytes,
  claimed: Claimed,
  known: (id: string) => Promise<Nomenclature | undefined>,
): Promise<FileReading> {
  if (file.bytes.length > largestFile)
    return {
      content: undefined,
      findings: [problem('unreadable', `${file.bytes.length} B`, undefined, `${largestFile} B`)],
    };
  if (file.bytes.length === 0)
    return { content: undefined, findings: [problem('empty', file.name, { line: 1 })] };
  const { found, findings } = await recognised(file, claimed);
  switch (found?.kind) {
    case undefined:
      return { content: undefined, findings };
    case 'correspondence':
      return ended(
        {
          kind: 'correspondence',
          correspondence: { ...found.correspondence, source: found.correspondence.source || file.name },
        },
        found.correspondence.pairs.length === 0 ? [...findings, problem('empty', file.name)] : findings,
      );
    case 'nomenclature': {
      const checked = checkNomenclature(found.nomenclature);
      return ended({ kind: 'nomenclature', nomenclature: found.nomenclature }, [...findings, ...checked]);
    }
    case 'entries': {
      const built = buildTree(found.entries, claimed, file.name, found.titles);
      const { nomenclature } = built;
      if (!nomenclature) return { content: undefined, findings: [...findings, ...built.findings] };
      const of = claimed.id === undefined ? ownersOfNotes(nomenclature, claimed) : undefined;
      if (of) return ended({ kind: 'notes', of, nomenclature }, [...findings, ...built.findings]);
      const whole = await withKnownTitles(nomenclature, known);
      return ended({ kind: 'nomenclature', nomenclature: whole }, [
        ...findings,
        ...checkedBuilt(whole, built),
      ]);
    }
  }
}

/** What has an error cannot be kept. */
function ended(content: FileReading['content'], findings: readonly Finding[]): FileReading {
  return { content, findings };
}

async function recognised({ name, bytes }: SourceBytes, claimed: Claimed): Promise<Read> {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return readXlsx(bytes, claimed);
  const { text, findings } = decodeText(bytes);
  if (text.trim() === '')
    return unread(
      ...findings,
      ...(findings.some(({ severity }) => severity === 'error') ? [] : [problem('empty', name, { line: 1 })]),
    );
  const read = readText(text, name, claimed);
  return { ...read, findings: [...findings, ...read.findings] };
}

function readText(text: string, name: string, claimed: Claimed): Read {
  const start = text.trimStart();
  if (start.startsWith('{')) return readOwn(text);
  if (/\.(ttl|n3|nt)$/i.test(name) || /^(@prefix|@base|PREFIX\s|BASE\s)/i.test(start))
    return readSkos(readTurtle(text));
  if (start.startsWith('<'))
    return /<(\w+:)?RDF\b/.test(start.slice(0, 100_000))
      ? readSkos(readRdfXml(start))
      : readLabelStudio(start, claimed);
  return readCsv(text, claimed);
}

/** Whose notes these are: of a NACE, also of the NAF that takes its levels over. Undefined for what has no notes, or is a tree of its own. */
function ownersOfNotes({ id, nodes }: Nomenclature, { of }: Claimed): readonly string[] | undefined {
  if (!nodes.some(({ notes }) => notes)) return undefined;
  if (of && of.length > 0) return of;
  if (!knownNomenclature(id)) return undefined;
  return [id, ...Object.entries(knownNomenclatures).flatMap(([naf, { base }]) => (base === id ? [naf] : []))];
}

async function withKnownTitles(
  nomenclature: Nomenclature,
  known: (id: string) => Promise<Nomenclature | undefined>,
): Promise<Nomenclature> {
  if (nomenclature.nodes.every(({ titles }) => Object.keys(titles).length > 0)) return nomenclature;
  const ids = [nomenclature.id, knownNomenclature(nomenclature.id)?.base];
  const others = await Promise.all(ids.map(async (id) => (id === undefined ? undefined : known(id))));
  return compose(
    nomenclature,
    [],
    // Notes are left where they are: they come by the nomenclature that they belong to.
    others.flatMap((other) =>
      other
        ? [{ ...other, nodes: other.nodes.map(({ code, level, titles }) => ({ code, level, titles })) }]
        : [],
    ),
  );
}

/** The findings of the order of the codes, and of the whole, with the places where their codes stand. */
function checkedBuilt(nomenclature: Nomenclature, { findings, places }: Built): Finding[] {
  const checked = checkNomenclature(nomenclature).map((finding) => ({
    ...finding,
    ...places.get(dotless(finding.name)),
  }));
  return [...findings, ...checked];
}
