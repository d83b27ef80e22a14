import { describe, expect, test } from 'vitest';
import { createTree } from '../../../../shared/nomenclature/tree.ts';
import { small } from '../../../../shared/nomenclature/testing/small-nomenclature.ts';
import { readFile } from './read-file.ts';
import { labelStudioTaxonomy } from './write-label-studio.ts';

const read = (text: string, name: string, claimed = {}) =>
  readFile({ name, bytes: new TextEncoder().encode(text) }, claimed, async () => undefined);

const turtle = `@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xkos: <http://rdf-vocabulary.ddialliance.org/xkos#> .
@prefix dc: <http://purl.org/dc/terms/> .
@prefix : <http://example.org/> .
:scheme a skos:ConceptScheme ; skos:prefLabel "Essai"@fr .
:C a skos:Concept ; skos:notation "C" ; skos:prefLabel "Ateliers"@fr, "Workshops"@en .
:d10 a skos:Concept ; skos:notation "10" ; skos:prefLabel "Aliments"@fr ; skos:broader :C ;
  skos:altLabel "vivres"@fr ; skos:scopeNote "This includes all food"@en ;
  xkos:exclusionNote :note .
:note xkos:plainText "<p>sauf l'eau</p>" ; dc:language "fr" .`;

const xml = `<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#"
  xmlns:xkos="http://rdf-vocabulary.ddialliance.org/xkos#">
  <skos:ConceptScheme rdf:about="http://example.org/scheme"><skos:prefLabel xml:lang="fr">Essai</skos:prefLabel></skos:ConceptScheme>
  <skos:Concept rdf:about="http://example.org/C">
    <skos:notation>C</skos:notation>
    <skos:prefLabel xml:lang="fr">Ateliers</skos:prefLabel>
    <skos:prefLabel xml:lang="en">Workshops</skos:prefLabel>
  </skos:Concept>
  <rdf:Description rdf:about="http://example.org/10">
    <rdf:type rdf:resource="http://www.w3.org/2004/02/skos/core#Concept"/>
    <skos:notation>10</skos:notation>
    <skos:prefLabel xml:lang="fr">Aliments</skos:prefLabel>
    <skos:altLabel xml:lang="fr">vivres</skos:altLabel>
    <skos:broader rdf:resource="http://example.org/C"/>
    <skos:scopeNote xml:lang="en">This includes all food</skos:scopeNote>
    <xkos:exclusionNote><rdf:Description><xkos:plainText xml:lang="fr">sauf l'eau</xkos:plainText></rdf:Description></xkos:exclusionNote>
  </rdf:Description>
</rdf:RDF>`;

describe.each([
  ['Turtle', turtle, 'x.ttl'],
  ['RDF/XML', xml, 'x.rdf'],
])('SKOS in %s', (_, text, name) => {
  test('gives codes, titles in both languages, synonyms and notes', async () => {
    const { content, findings } = await read(text, name, { id: 'own' });
    expect(findings).toEqual([]);
    if (content?.kind !== 'nomenclature') throw new Error('no nomenclature');
    expect(content.nomenclature.titles).toEqual({ fr: 'Essai' });
    expect(content.nomenclature.nodes).toEqual([
      { code: 'C', level: 1, titles: { fr: 'Ateliers', en: 'Workshops' } },
      {
        code: '10',
        level: 2,
        parent: 'C',
        titles: { fr: 'Aliments' },
        synonyms: ['vivres'],
        notes: { en: { includes: 'This includes all food' }, fr: { excludes: "sauf l'eau" } },
      },
    ]);
  });
});

describe('what is malformed is named with its place', () => {
  test.each([
    [
      'Turtle',
      turtle.replace('skos:notation "10" ;', 'skos:notation 10" ;'),
      'x.ttl',
      { kind: 'unreadable', line: 7 },
    ],
    ['XML', xml.replace('</skos:notation>', '</skos:oops>'), 'x.rdf', { kind: 'unreadable', line: 6 }],
    [
      'a concept without a code',
      xml.replace('<skos:notation>10</skos:notation>', ''),
      'x.rdf',
      { kind: 'no-code', line: 10 },
    ],
    ['an XML file without concepts or choices', '<View/>', 'x.xml', { kind: 'empty', line: 1 }],
    [
      'choices that stop in the middle',
      '<View>\n<Taxonomy><Choice value="A - x">',
      'x.xml',
      { kind: 'unreadable', line: 2 },
    ],
    ['JSON', '{ "schemaVersion": 1,\n  "nodes": [}', 'x.json', { kind: 'unreadable' }],
    [
      'JSON of another form',
      JSON.stringify({ ...small, nodes: [{ code: 5 }] }),
      'x.json',
      { name: 'nodes.0.code' },
    ],
    ['JSON of a later version', '{"schemaVersion":2}', 'x.json', { name: 'schemaVersion 2', expected: '1' }],
  ])('%s', async (_, text, name, finding) => {
    const { content, findings } = await read(text, name);
    expect(findings).toContainEqual(expect.objectContaining(finding));
    if (findings[0]?.kind === 'unreadable') expect(content).toBeUndefined();
  });
  test.each(['x.rdf', 'x.xml'])('entities that grow are refused in %s', async (name) => {
    const bomb = `<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">&b;</rdf:RDF>`;
    const text = name === 'x.rdf' ? bomb : bomb.replaceAll('rdf:RDF', 'View');
    expect((await read(text, name)).findings[0]).toMatchObject({
      severity: 'error',
      kind: 'unreadable',
      name: 'ENTITY',
    });
  });
});

describe('a Label Studio taxonomy', () => {
  test('is read back as it was written, with all levels', async () => {
    const { content } = await read(labelStudioTaxonomy(createTree(small), { language: 'fr' }), 'x.xml', {
      id: 'small',
    });
    if (content?.kind !== 'nomenclature') throw new Error('no nomenclature');
    expect(
      content.nomenclature.nodes.map(({ code, level, parent, titles }) => [code, level, parent, titles.fr]),
    ).toEqual(small.nodes.map(({ code, level, parent, titles }) => [code, level, parent, titles.fr]));
  });
  test('with sections, divisions and sub-classes only, gets its other levels back', async () => {
    const text = labelStudioTaxonomy(createTree(small), { language: 'fr', levels: [1, 2, 5] });
    const { content, findings } = await read(`<View>${text}</View>`, 'x.xml', { id: 'small' });
    if (content?.kind !== 'nomenclature') throw new Error('no nomenclature');
    expect(content.nomenclature.nodes.map(({ code }) => code)).toEqual(small.nodes.map(({ code }) => code));
    expect(findings.filter(({ kind }) => kind === 'level-skipped')).toHaveLength(2);
  });
  test('leaves out what is no code', async () => {
    const text =
      '<Taxonomy><Choice value="Inclassable" alias="XXXXX"/><Choice value="A - Un" alias="A"/></Taxonomy>';
    const { content } = await read(text, 'x.xml', { id: 'own' });
    expect(content).toMatchObject({ nomenclature: { nodes: [{ code: 'A', titles: { fr: 'Un' } }] } });
  });
});

describe('our own file', () => {
  test('is read as it was written', async () => {
    const { content, findings } = await read(JSON.stringify(small), 'small.json');
    expect(findings).toEqual([]);
    expect(content).toEqual({ kind: 'nomenclature', nomenclature: small });
  });
});
