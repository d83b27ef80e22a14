import { S3Error } from './errors.ts';

/** An element of a request's XML; `text` is what stands directly in it. */
export interface XmlElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

/** What an element may hold when written: text, more elements in order, several of the same name, or nothing. */
export type XmlContent = string | number | boolean | undefined | XmlFields | readonly XmlContent[];

/** Elements in order; undefined ones are left out, lists are repeated. */
export interface XmlFields {
  readonly [name: string]: XmlContent;
}

const unsafe: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
};

/** Text as it stands in XML; characters that XML 1.0 cannot hold become U+FFFD. */
export const escapeXml = (text: string): string =>
  /[&<>"'\p{Cc}\p{Cs}]/u.test(text)
    ? text
        .replace(/[&<>"'\t\n\r]/g, (character) => unsafe[character] ?? character)
        // eslint-disable-next-line no-control-regex -- exactly these cannot stand in XML 1.0
        .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu, '\ufffd')
    : text;

const element = (name: string, content: XmlContent): string => {
  if (content === undefined) return '';
  if (Array.isArray(content)) return content.map((one: XmlContent) => element(name, one)).join('');
  const bare = name.split(' ', 1)[0] ?? name;
  const inner = typeof content === 'object' ? xmlFields(content as XmlFields) : escapeXml(String(content));
  return `<${name}>${inner}</${bare}>`;
};

/** Writes elements one after the other. */
export const xmlFields = (fields: XmlFields): string =>
  Object.entries(fields)
    .map(([name, content]) => element(name, content))
    .join('');

/** A whole document; a namespace may follow the name of the root. */
export const xmlDocument = (root: string, fields: XmlFields, namespace?: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${element(namespace === undefined ? root : `${root} xmlns="${namespace}"`, fields)}`;

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const unescapeXml = (text: string): string =>
  text.replace(/&(#x[0-9a-fA-F]+|#\d+|\w+);/g, (_, name: string) => {
    if (name.startsWith('#')) {
      const code = name[1] === 'x' ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10);
      if (code > 0x10ffff) throw new S3Error('MalformedXML');
      return String.fromCodePoint(code);
    }
    const character = entities[name];
    if (character === undefined) throw new S3Error('MalformedXML');
    return character;
  });

/**
 * Reads the small documents that S3 clients send: elements, text, CDATA; prefixes and attributes are dropped,
 * document types refused. Throws S3Error MalformedXML.
 */
export const parseXml = (source: string): XmlElement => {
  interface Open {
    name: string;
    text: string;
    children: XmlElement[];
  }
  const root: Open = { name: '', text: '', children: [] };
  const open: Open[] = [root];
  const pieces =
    /<\?[^]*?\?>|<!--[^]*?-->|<!\[CDATA\[([^]*?)\]\]>|<(\/?)([^\s<>/!]+)((?:"[^"]*"|'[^']*'|[^<>"'])*?)(\/?)>|([^<]+)|(<)/gy;
  for (const [, characters, closing, qualified, , selfClosing, text, stray] of source.matchAll(pieces)) {
    const top = open.at(-1);
    if (!top || stray) throw new S3Error('MalformedXML');
    if (characters !== undefined) top.text += characters;
    else if (text !== undefined) top.text += unescapeXml(text);
    else if (qualified !== undefined) {
      const name = qualified.replace(/^.*:/, '');
      if (closing) {
        if (open.length < 2 || top.name !== name) throw new S3Error('MalformedXML');
        open.pop();
      } else {
        const started: Open = { name, text: '', children: [] };
        top.children.push(started);
        if (!selfClosing) open.push(started);
      }
      if (open.length > 64) throw new S3Error('MalformedXML');
    }
  }
  const [document] = root.children;
  if (open.length !== 1 || root.children.length !== 1 || !document || root.text.trim() !== '')
    throw new S3Error('MalformedXML');
  return document;
};

/** The children of a name. */
export const childrenNamed = (parent: XmlElement, name: string): XmlElement[] =>
  parent.children.filter((child) => child.name === name);

/** The trimmed text of the first child of a name. */
export const textOf = (parent: XmlElement, name: string): string | undefined =>
  parent.children.find((child) => child.name === name)?.text.trim();
