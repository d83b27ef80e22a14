/** The launch forms that are open: the core holds their values and secrets, the renderer what may be shown. */
import { randomBytes, randomUUID } from 'node:crypto';
import { stringify } from 'yaml';
import type { ChartKey, FormEdit } from '../../../shared/contract/catalog.ts';
import { failure, isFailure, type FailureData } from '../../../shared/contract/errors.ts';
import type { LaunchForm } from '../../../shared/contract/launch-form.ts';
import type { Form } from '../../../shared/launch-form/types.ts';
import { toJson, valueAt, type JsonObject, type Path } from '../../../shared/launch-form/json.ts';
import { formatLaunchLink } from '../../../shared/launch-form/launch-link.ts';
import { listDifferences, type Patch } from '../../../shared/launch-form/patch.ts';
import { reveal, withoutSecrets } from '../../../shared/launch-form/secret-leaves.ts';
import type { ListedChart } from './chart-source.ts';
import { helmCommand } from './helm-command.ts';
import { iconAddress } from './icons.ts';
import * as session from './launch-session.ts';
import { newReleaseName } from './release-name.ts';
import { requestedResources } from './requested-resources.ts';
import { validateValues } from './validate-values.ts';
import type { Workplace } from './workplace.ts';

interface OpenForm {
  readonly chart: ChartKey;
  readonly listed: ListedChart | undefined;
  readonly workplace: Workplace;
  readonly repository: string | undefined;
  readonly versions: readonly string[];
  readonly releaseName: string;
  readonly seed: string;
  friendlyName: string;
  share: boolean;
  storageProfile: string | undefined;
  state: session.LaunchState;
  /** The form as it was drawn last. */
  drawn?: Form | undefined;
  /** Placeholder to secret, all that were ever shown in this form. */
  secrets: ReadonlyMap<string, string>;
}

/** What the services capability needs to install. */
export interface LaunchRequest {
  readonly chart: ChartKey;
  readonly version: string;
  readonly repository: string | undefined;
  readonly releaseName: string;
  readonly friendlyName: string;
  readonly share: boolean;
  readonly values: JsonObject;
  readonly command: string;
}

export interface FormOpening {
  readonly chart: ChartKey;
  readonly version?: string | undefined;
  readonly patch?: Patch | undefined;
  readonly friendlyName?: string | undefined;
  readonly storageProfile?: string | undefined;
  readonly share?: boolean | undefined;
}

export interface Forms {
  open(
    workplace: Workplace,
    listed: ListedChart | undefined,
    repository: string | undefined,
    opening: FormOpening,
  ): Promise<LaunchForm>;
  edit(formId: string, edit: FormEdit): Promise<LaunchForm>;
  revealed(formId: string, path: Path): string;
  request(formId: string): LaunchRequest;
  /** The edits as Onyxia stores them, without secrets. */
  saved(formId: string): {
    chart: ChartKey;
    version: string;
    share: boolean;
    storageProfile: string | undefined;
    patch: Patch;
  };
  close(formId: string): void;
}

/** @param blocked why nothing can be launched now, if so. */
export function createForms(blocked: () => FailureData | undefined): Forms {
  const forms = new Map<string, OpenForm>();

  const find = (formId: string): OpenForm => {
    const form = forms.get(formId);
    if (!form) throw failure('not-found', 'This form was closed', { reason: 'form-closed' });
    return form;
  };

  function show(formId: string, form: OpenForm): LaunchForm {
    const { state } = form;
    const shown = session.view(state, form.seed, form.secrets);
    form.secrets = shown.concealed.secrets;
    form.drawn = shown.form ?? (shown.formError === undefined ? undefined : form.drawn);
    // Values that a person wrote may lack what the form needs: the form that was there stays, and the text says why.
    const unfinished =
      shown.formError !== undefined && form.drawn !== undefined ? shown.formError : undefined;
    const schemaProblems =
      shown.formError === undefined || unfinished !== undefined
        ? state.schemaProblems
        : [...state.schemaProblems, { path: '', message: shown.formError }];
    const hiddenDefaults = session.view(
      { ...state, values: state.defaults },
      form.seed,
      form.secrets,
    ).concealed;
    form.secrets = hiddenDefaults.secrets;
    const refused = blocked();
    const request = requestOf(form);
    return {
      formId,
      chart: form.chart,
      version: state.basis.chart.version,
      versions: form.versions,
      ...(form.listed?.icon === undefined ? {} : { icon: iconAddress(form.listed.icon) }),
      description: form.listed?.description ?? '',
      releaseName: form.releaseName,
      friendlyName: form.friendlyName,
      ...(form.workplace.canShare ? { share: form.share } : {}),
      storageProfiles: form.workplace.storageProfiles,
      ...(form.storageProfile === undefined ? {} : { storageProfile: form.storageProfile }),
      usesStorage: state.usesStorage,
      ...(form.drawn ? { form: form.drawn } : {}),
      schemaProblems,
      schema: state.basis.chart.schema || undefined,
      yaml: state.brokenText?.text ?? stringify(shown.concealed.values, { lineWidth: 0 }),
      ...(state.brokenText
        ? { yamlProblem: problemOf(state.brokenText) }
        : unfinished === undefined
          ? {}
          : { yamlProblem: { message: unfinished, line: 1, column: 1 } }),
      includesChartDefaults: state.basis.includesChartDefaults,
      problems: validateValues(state.basis.chart.schema, state.values),
      differences: listDifferences(hiddenDefaults.values, shown.concealed.values).map(
        ({ path, before, after }) => ({
          path,
          ...(before === undefined ? {} : { from: oneLine(before) }),
          ...(after === undefined ? {} : { to: oneLine(after) }),
        }),
      ),
      resources: requestedResources(state.values),
      quota: form.workplace.quota(),
      command: request.command,
      link: linkOf(form),
      ...(refused ? { blocked: refused } : {}),
    };
  }

  function linkOf(form: OpenForm): string {
    return formatLaunchLink({
      catalogId: form.chart.catalogId,
      chartName: form.chart.name,
      friendlyName: form.friendlyName,
      version: form.state.basis.chart.version,
      ...(form.storageProfile === undefined ? {} : { s3ProfileName: form.storageProfile }),
      ...(form.workplace.canShare ? { isShared: form.share } : {}),
      patch: withoutSecrets(session.patchOf(form.state), session.secretPaths(form.state)),
    });
  }

  function requestOf(form: OpenForm): LaunchRequest {
    const { state } = form;
    return {
      chart: form.chart,
      version: state.basis.chart.version,
      repository: form.repository,
      releaseName: form.releaseName,
      friendlyName: form.friendlyName,
      share: form.workplace.canShare && form.share,
      values: state.values,
      command: helmCommand({
        releaseName: form.releaseName,
        chart: form.chart,
        version: state.basis.chart.version,
        namespace: form.workplace.namespace,
        repository: form.repository,
        values: state.values,
        secretPaths: session.secretPaths(state),
      }),
    };
  }

  async function change(form: OpenForm, edit: FormEdit): Promise<void> {
    const { state } = form;
    switch (edit.kind) {
      case 'set':
        form.state = session.set(state, edit.path, toJson(edit.value), form.secrets);
        return;
      case 'add':
        form.state = session.add(state, edit.path);
        return;
      case 'remove':
        form.state = session.remove(state, edit.path, edit.index);
        return;
      case 'reset':
        form.state = session.reset(state);
        return;
      case 'yaml':
        form.state = session.setText(state, edit.text, form.secrets);
        return;
      case 'name':
        form.friendlyName = edit.name;
        return;
      case 'share':
        form.share = edit.share;
        return;
      case 'version': {
        form.drawn = undefined;
        const chart = await form.workplace.source.open(form.chart, edit.version);
        form.state = session.rebase(form.state, { ...form.state.basis, chart });
        return;
      }
      case 'storage-profile': {
        const context = await form.workplace.context(edit.name);
        form.storageProfile = edit.name;
        form.state = session.rebase(form.state, { ...form.state.basis, context });
        return;
      }
      case 'include-chart-defaults':
        form.state = session.rebase(state, { ...state.basis, includesChartDefaults: edit.include });
    }
  }

  return {
    open: async (workplace, listed, repository, opening) => {
      const { versions } = await workplace.source.describe(opening.chart).catch((error: unknown) => {
        if (isFailure(error) && listed) return { versions: [{ version: listed.version }] };
        throw error;
      });
      const version = opening.version ?? listed?.version ?? versions[0]?.version;
      if (version === undefined)
        throw failure('not-found', `${opening.chart.name} has no version`, {
          reason: 'chart-gone',
          values: { chart: opening.chart.name },
        });
      const profile = opening.storageProfile ?? workplace.storageProfiles[0];
      const [chart, context] = await Promise.all([
        workplace.source.open(opening.chart, version),
        workplace.context(profile),
      ]);
      const started = session.begin({
        chartName: opening.chart.name,
        chart,
        context,
        includesChartDefaults: false,
      });
      const form: OpenForm = {
        chart: opening.chart,
        listed,
        workplace,
        repository,
        versions: versions.map((one) => one.version),
        releaseName: newReleaseName(opening.chart.name),
        seed: randomBytes(9).toString('base64url').replaceAll(/[-_]/g, 'x'),
        friendlyName: opening.friendlyName ?? opening.chart.name,
        share: opening.share ?? false,
        storageProfile: profile,
        state: opening.patch ? session.withPatch(started, opening.patch) : started,
        secrets: new Map(),
      };
      const formId = randomUUID();
      forms.set(formId, form);
      return show(formId, form);
    },
    edit: async (formId, edit) => {
      const form = find(formId);
      try {
        await change(form, edit);
      } catch (error) {
        if (error instanceof Error && error.name === 'LaunchFormError') {
          throw failure('invalid-input', error.message, {
            reason: 'form-edit',
            values: { message: error.message },
          });
        }
        throw error;
      }
      return show(formId, form);
    },
    revealed: (formId, path) => {
      const form = find(formId);
      const value = valueAt(reveal(form.state.values, form.secrets), path);
      if (typeof value !== 'string') throw failure('not-found', 'There is no text at this place');
      return value;
    },
    request: (formId) => requestOf(find(formId)),
    saved: (formId) => {
      const form = find(formId);
      return {
        chart: form.chart,
        version: form.state.basis.chart.version,
        share: form.share,
        storageProfile: form.storageProfile,
        patch: withoutSecrets(session.patchOf(form.state), session.secretPaths(form.state)),
      };
    },
    close: (formId) => void forms.delete(formId),
  };
}

function problemOf({ message, line, column }: NonNullable<session.LaunchState['brokenText']>) {
  return { message, line, column };
}

const oneLine = (value: unknown): string =>
  stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trimEnd();
