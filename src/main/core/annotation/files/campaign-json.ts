/** `campaign.json` and `controls.json` as texts. Pure. */
import { z } from 'zod';
import { CampaignFile } from '../../../../shared/contract/annotation/campaigns.ts';
import { failure, type Failure } from '../../../../shared/contract/errors.ts';
import type { ControlRecord } from './campaign-files.ts';
import { faultIn, placeAt } from './json-places.ts';
import { withKeptFields } from './kept-fields.ts';

/** The major version that this program reads and writes. */
export const schemaVersion = 1;

const Versioned = z.object({ schemaVersion: z.unknown() });
const Controls = Versioned.extend({
  controls: z.array(z.object({ item: z.string(), code: z.string() })),
});

export interface ReadCampaign {
  readonly campaign: CampaignFile;
  /** With the fields that this version does not know. */
  readonly raw: unknown;
}

/**
 * Reads a campaign's text; `name` is the key, for sentences.
 * @throws Failure `unsupported` with `campaign-newer`, `invalid-input` with `campaign-damaged` and the place
 */
export function readCampaign(text: string, name: string): ReadCampaign {
  const raw = parsed(text, name);
  return { campaign: checked(CampaignFile, raw, text, name), raw };
}

/** The text of a campaign; with `was`, what it held besides what this version knows is kept. */
export function writeCampaign(campaign: CampaignFile, was?: ReadCampaign): Buffer {
  const value = was ? withKeptFields(was.raw, was.campaign, campaign) : campaign;
  return Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`);
}

/** @throws Failure as `readCampaign` */
export function readControls(text: string, name: string): readonly ControlRecord[] {
  return checked(Controls, parsed(text, name), text, name).controls;
}

export function writeControls(controls: readonly ControlRecord[]): Buffer {
  return Buffer.from(`${JSON.stringify({ schemaVersion, controls }, undefined, 2)}\n`);
}

function parsed(text: string, name: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, '')) as unknown;
  } catch (error) {
    const place = faultIn(text.replace(/^\ufeff/, '')) ?? { line: 1, column: 1 };
    throw damaged(name, place, error instanceof Error ? error.message : String(error));
  }
  const version = Versioned.safeParse(value).data?.schemaVersion;
  if (typeof version === 'number' && version > schemaVersion)
    throw failure('unsupported', 'A newer version of the app made this campaign', {
      reason: 'campaign-newer',
      values: { name, version },
    });
  return value;
}

function checked<T>(schema: z.ZodType<T>, raw: unknown, text: string, name: string): T {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path ?? [];
  throw damaged(name, placeAt(text, path), `${path.map(String).join('.')}: ${issue?.message ?? ''}`);
}

function damaged(
  name: string,
  { line, column }: { readonly line: number; readonly column: number },
  words: string,
): Failure {
  return failure('invalid-input', `${name} is damaged at line ${line}, column ${column}`, {
    reason: 'campaign-damaged',
    values: { name, line, column },
    words,
  });
}
