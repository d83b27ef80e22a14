/** Annotations of Label Studio as decisions of a campaign; those that are there already stay as they are. Pure. */
import type { CampaignFile } from '../../../../shared/contract/annotation/campaigns.ts';
import { Decision } from '../../../../shared/contract/annotation/coding.ts';
import type { Tree } from '../../../../shared/nomenclature/tree.ts';
import { standingOf } from '../coding/in-force.ts';
import type { ItemRecord } from '../files/campaign-files.ts';
import { createImportFindings, type ImportFinding } from './import-findings.ts';
import { createKnownItems, taskText } from './known-items.ts';
import { annotationNumber, metaKey } from './label-studio-task.ts';
import type { Annotation } from './read-annotations.ts';
import { uuid5 } from './uuid5.ts';
import { whatWasSaid, type Said } from './what-was-said.ts';

export interface Taken {
  readonly decisions: readonly Decision[];
  readonly already: number;
  readonly unknownItems: number;
  readonly findings: readonly ImportFinding[];
}

/** What is there, and who is who. */
export interface Taking {
  readonly campaign: CampaignFile;
  readonly items: readonly ItemRecord[];
  readonly tree: Tree;
  readonly known: readonly Decision[];
  /** Label Studio's people to ours. */
  readonly people: Readonly<Record<string, string>>;
}

/** Takes each annotation once, whichever file it stands in, oldest first: of one person and item the later replaces the earlier. */
export function takenDecisions(annotations: readonly Annotation[], taking: Taking): Taken {
  const { campaign, tree, known } = taking;
  const itemOf = createKnownItems(taking.items);
  const findings = createImportFindings();
  const ids = new Set(known.map(({ id }) => id));
  const own = Map.groupBy(known, whose);
  const taken: Decision[] = [];
  let already = 0;
  let unknownItems = 0;

  function take(decision: Decision, isRecorded: boolean): void {
    const before = own.get(whose(decision)) ?? [];
    const { heads } = standingOf(before);
    const isThere = ids.has(decision.id) || before.some((one) => saysThen(one, decision));
    // What the person decided later holds, here as there.
    if (isThere || heads.some(({ decidedAt }) => decidedAt > decision.decidedAt)) {
      already += 1;
      return;
    }
    const whole = isRecorded ? decision : { ...decision, replaces: heads.map(({ id }) => id) };
    ids.add(whole.id);
    own.set(whose(whole), [...before, whole]);
    taken.push(whole);
  }

  const inOrder = [...annotations].sort((one, other) => (one.at ?? 0) - (other.at ?? 0));
  for (const annotation of inOrder) {
    const item = itemOf(annotation);
    if (!item) {
      unknownItems += 1;
      findings.add({
        severity: 'warning',
        kind: 'unknown-item',
        name: taskText(annotation.data).slice(0, 80),
      });
      continue;
    }
    const said = whatWasSaid(annotation, tree, campaign.level);
    if ('kind' in said) {
      findings.add({ severity: 'warning', kind: said.kind, name: said.name || item.id });
      continue;
    }
    const recorded = recordedDecision(annotation, item, said);
    take(recorded ?? newDecision(annotation, item, said, taking), recorded !== undefined);
  }
  return { decisions: taken, already, unknownItems, findings: findings.list };
}

const whose = ({ annotator, item }: Decision) => JSON.stringify([annotator, item]);

/** Whether two decisions of one person and item are one, told from different exports. */
const saysThen = (one: Decision, other: Decision) =>
  one.decidedAt === other.decidedAt &&
  shownStatus(one) === shownStatus(other) &&
  one.codeFinal === other.codeFinal;

/** Label Studio knows no delegated items: they are skipped. */
const shownStatus = ({ status }: Decision) => (status === 'delegated' ? 'skipped' : status);

/** The decision of ours that the annotation was made of, unless somebody changed it in Label Studio. */
function recordedDecision(annotation: Annotation, item: ItemRecord, said: Said): Decision | undefined {
  const own = annotation.meta[metaKey] as { decisions?: unknown } | undefined;
  const list: unknown[] = Array.isArray(own?.decisions) ? own.decisions : [];
  const number = annotation.importId ?? annotation.id;
  for (const one of list) {
    const { data } = Decision.safeParse(one);
    if (data?.item !== item.id || annotationNumber(data.id) !== number) continue;
    const status = shownStatus(data);
    const isSame =
      status === said.status &&
      (status !== 'done' || data.codeFinal === said.code) &&
      data.comment.trim() === said.comment &&
      data.difficulty === said.difficulty;
    return isSame ? data : undefined;
  }
  return undefined;
}

function newDecision(annotation: Annotation, item: ItemRecord, said: Said, taking: Taking): Decision {
  const { campaign, tree } = taking;
  const { at = campaign.createdAt, isFromPrediction, leadTime } = annotation;
  const { status, code, source, comment, difficulty } = said;
  const guidelines = campaign.guidelines.filter((one) => one.at <= at).map(({ version }) => version);
  return {
    // Annotations are counted through a whole Label Studio; JSON_MIN and CSV do not name their project.
    id: uuid5(JSON.stringify(['label-studio', campaign.id, item.id, String(annotation.id), at])),
    item: item.id,
    batch: item.batch,
    annotator: personOf(annotation, taking),
    round: 1,
    mode: isFromPrediction ? 'assisted' : campaign.mode,
    status,
    ...(code !== undefined && { codeFirst: code, codeFinal: code }),
    levelReached: code === undefined ? 0 : (tree.node(code)?.level ?? 0),
    ...(source && { source }),
    searchUsed: false,
    flagged: false,
    comment,
    ...(difficulty !== undefined && { difficulty }),
    leadTime,
    decidedAt: at,
    guidelineVersion: Math.max(0, ...guidelines),
    machine: 'label-studio',
    replaces: [],
    withdrawn: false,
  };
}

/** As the person says, else by the name that the campaign knows, else `label-studio-<id>`. */
function personOf({ completedBy }: Annotation, { people, campaign }: Taking): string {
  const { id, email } = (
    typeof completedBy === 'object' && completedBy !== null ? completedBy : { id: completedBy }
  ) as { id?: unknown; email?: unknown };
  const names = [email, id].filter((one) => typeof one === 'string' || typeof one === 'number').map(String);
  const named = names.map((name) => (Object.hasOwn(people, name) ? people[name] : undefined)).find(Boolean);
  const members = new Set([...campaign.annotators, ...campaign.leads, ...campaign.adjudicators]);
  const unnamed = names.at(-1) ? `label-studio-${names.at(-1)}` : 'label-studio';
  return named ?? names.find((name) => members.has(name)) ?? unnamed;
}
