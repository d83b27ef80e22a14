/** RDF/XML, the parts that thesauri are published in (W3C, RDF 1.1 XML Syntax, section 7): nodes and properties in turn, resources, literals. */
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { mostCodes, problem, type Place } from './reading.ts';
import { rdf, type Statement, type Statements } from './rdf.ts';

interface Level {
  readonly kind: 'root' | 'node' | 'property';
  readonly subject: string;
  readonly predicate: string;
  readonly language: string;
  readonly place: Place;
  /** Of a property: it led to a resource, so that its text is none. */
  linked: boolean;
  text: string;
  /** Inside a literal with marks of its own, whose text alone is taken. */
  readonly literal: boolean;
}

/** Reads all statements; entities that the document defines are refused, so that none can be made to grow. */
export function readRdfXml(text: string): Statements {
  const statements: Statement[] = [];
  const parser = new SaxesParser({ xmlns: true, position: true });
  const levels: Level[] = [];
  let blanks = 0;
  const here = (): Place => ({ line: parser.line, column: parser.column + 1 });
  const fail = (name: string) => ({
    statements: [],
    findings: [problem('unreadable', name.slice(0, 200), here())],
  });

  const attribute = (tag: SaxesTagNS, uri: string, local: string) =>
    Object.values(tag.attributes).find((one) => one.uri === uri && one.local === local)?.value;
  const say = (level: Pick<Level, 'subject' | 'predicate' | 'place'>, object: Statement['object']) => {
    if (statements.length > mostCodes * 10) throw new Error('Too many statements');
    statements.push({ subject: level.subject, predicate: level.predicate, object, place: level.place });
  };

  parser.on('doctype', (doctype) => {
    if (/<!ENTITY/i.test(doctype)) throw new Error('ENTITY');
  });
  parser.on('opentag', (tag) => {
    if (levels.length > 100) throw new Error('Nested too deeply');
    const above = levels.at(-1);
    const place = here();
    const name = tag.uri + tag.local;
    const language = tag.attributes['xml:lang']?.value ?? above?.language ?? '';
    const base = { place, language, linked: false, text: '', literal: false };
    const about =
      attribute(tag, rdf, 'about') ??
      withHash(attribute(tag, rdf, 'ID')) ??
      withBlank(attribute(tag, rdf, 'nodeID'));
    if (name === `${rdf}RDF`) {
      levels.push({ ...base, kind: 'root', subject: '', predicate: '' });
      return;
    }
    if (above?.literal) {
      levels.push({
        ...base,
        kind: 'property',
        subject: above.subject,
        predicate: above.predicate,
        literal: true,
      });
      return;
    }
    if (!above || above.kind === 'root' || above.kind === 'property') {
      const subject = about ?? `_:b${++blanks}`;
      if (above?.kind === 'property') {
        above.linked = true;
        say(above, { address: subject });
      }
      if (name !== `${rdf}Description`) say({ subject, predicate: `${rdf}type`, place }, { address: name });
      for (const one of Object.values(tag.attributes))
        if (one.uri !== '' && one.uri !== rdf && !/^(xml|xmlns)$/.test(one.prefix))
          say({ subject, predicate: one.uri + one.local, place }, { text: one.value, language });
      levels.push({ ...base, kind: 'node', subject, predicate: '' });
      return;
    }
    const property: Level = {
      ...base,
      // What is wrong is shown where its node begins.
      place: above.place,
      kind: 'property',
      subject: above.subject,
      predicate: name,
      literal: attribute(tag, rdf, 'parseType') === 'Literal',
    };
    const resource = attribute(tag, rdf, 'resource') ?? withBlank(attribute(tag, rdf, 'nodeID'));
    if (resource !== undefined) {
      property.linked = true;
      say(property, { address: resource });
    }
    if (attribute(tag, rdf, 'parseType') === 'Resource') {
      const subject = `_:b${++blanks}`;
      say(property, { address: subject });
      levels.push({ ...base, kind: 'node', subject, predicate: '' });
      return;
    }
    levels.push(property);
  });
  const write = (more: string) => {
    const level = levels.at(-1);
    if (level) level.text += more;
  };
  parser.on('text', write);
  parser.on('cdata', write);
  parser.on('closetag', () => {
    const level = levels.pop();
    const above = levels.at(-1);
    if (level?.kind !== 'property') return;
    if (above?.literal) above.text += ` ${level.text} `;
    else if (!level.linked && level.text.trim() !== '')
      say(level, { text: level.text, language: level.language });
  });
  try {
    parser.write(text).close();
  } catch (error) {
    return fail(error instanceof Error ? error.message : 'xml');
  }
  return { statements, findings: [] };
}

const withHash = (id: string | undefined) => (id === undefined ? undefined : `#${id}`);
const withBlank = (id: string | undefined) => (id === undefined ? undefined : `_:${id}`);
