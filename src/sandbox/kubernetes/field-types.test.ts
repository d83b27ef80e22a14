import * as client from '@kubernetes/client-node';
import { expect, test } from 'vitest';
import { fieldTypesOf, structureNames } from './field-types.ts';

interface Attribute {
  baseName: string;
  type: string;
}

/** The model of the published client for a structure, if it has one. */
function modelOf(structure: string): Attribute[] | undefined {
  const models = client as unknown as Record<string, { getAttributeTypeMap?: () => Attribute[] } | undefined>;
  const renamed: Record<string, string> = { EnvSource: 'SecretEnvSource', KeySelector: 'SecretKeySelector' };
  return models[`V1${renamed[structure] ?? structure}`]?.getAttributeTypeMap?.();
}

const scalars: Record<string, string[]> = {
  string: ['text', 'quantity'],
  number: ['number'],
  boolean: ['boolean'],
  Date: ['text'],
  V1MicroTime: ['text'],
  IntOrString: ['port'],
};

test('no field of the published models would be refused, and the simple ones have their type', () => {
  const compared: string[] = [];
  for (const structure of structureNames) {
    const model = modelOf(structure);
    const declared = fieldTypesOf(structure);
    if (model === undefined || declared === undefined) continue;
    compared.push(structure);
    const missing = model.map((attribute) => attribute.baseName).filter((field) => !declared.has(field));
    expect([structure, missing]).toEqual([structure, []]);
    for (const { baseName, type } of model) {
      const ours = declared.get(baseName);
      if (ours === undefined || ours.name === 'any') continue;
      const list = /^Array<(.*)>$/.exec(type)?.[1];
      const map = /^\{ \[key: string\]: (.*); \}$/.exec(type)?.[1];
      const shape = list === undefined ? (map === undefined ? 'one' : 'map') : 'list';
      expect([structure, baseName, ours.shape]).toEqual([structure, baseName, shape]);
      const words = scalars[list ?? map ?? type];
      if (words !== undefined)
        expect([structure, baseName, words]).toEqual([
          structure,
          baseName,
          expect.arrayContaining([ours.name]),
        ]);
    }
  }
  expect(compared.length).toBeGreaterThan(50);
});
