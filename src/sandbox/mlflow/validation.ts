/** What names and values may be (`utils/validation.py` of MLflow 3). */
import path from 'node:path/posix';
import { invalid } from './errors.ts';
import { invalidValue, missingValue } from './fields.ts';

const longestKey = 250;
const longestParameter = 6_000;
const longestTag = 8_000;
const longestRegistryTag = 100_000;
const longestExperimentTag = 20_000;
const longestExperimentName = 500;
const longestAlias = 255;

const checkLength = (what: string, value: string, most: number): void => {
  if ([...value].length > most) throw invalid(`'${what}' exceeds the maximum length of ${most} characters`);
};

/** Python's `posixpath.normpath`, which unlike Node's drops a slash at the end. */
const normalised = (name: string): string => {
  const normal = path.normalize(name);
  return normal.length > 1 && normal.endsWith('/') ? normal.slice(0, -1) : normal;
};

function checkFileName(name: string, where: string): void {
  const normal = normalised(name);
  if (normal !== name || normal === '.' || normal.startsWith('..') || normal.startsWith('/'))
    throw invalid(
      invalidValue(
        where,
        name,
        `Names may be treated as files in certain cases, and must not resolve to other names when treated as such. This name would resolve to '${normal}'`,
      ),
    );
}

/** The name of a metric, a parameter or a tag. @throws MlflowError */
export function checkKey(name: string, where: string): void {
  if (!/^[/\p{L}\p{N}_.\- :]*$/u.test(name))
    throw invalid(
      invalidValue(
        where,
        name,
        'Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/).',
      ),
    );
  checkFileName(name, where);
}

const at = (where: string, field: string): string => (where === '' ? field : `${where}.${field}`);

/** A metric's name; `where` such as `metrics[0]`. @throws MlflowError */
export function checkMetric(key: string, where = ''): void {
  checkKey(key, at(where, 'name'));
  checkLength('Metric name', key, longestKey);
}

/** A parameter; a value that is too long is cut, as the real one does unless told otherwise. @throws MlflowError */
export function checkParameter(key: string, value: string, where = ''): string {
  checkKey(key, at(where, 'key'));
  checkLength('Param key', key, longestKey);
  return value.slice(0, longestParameter);
}

/** A tag of a run; cut as parameters are. @throws MlflowError */
export function checkTag(key: string, value: string, where = ''): string {
  checkKey(key, at(where, 'key'));
  checkLength(at(where, 'key'), key, longestKey);
  return value.slice(0, longestTag);
}

/** A tag of an experiment. @throws MlflowError */
export function checkExperimentTag(key: string, value: string): void {
  checkKey(key, 'key');
  checkLength('key', key, longestKey);
  checkLength('value', value, longestExperimentTag);
}

/** A tag of a registered model or of a version. @throws MlflowError */
export function checkRegistryTag(key: string, value: string): void {
  checkKey(key, 'key');
  checkLength('key', key, longestKey);
  checkLength('value', value, longestRegistryTag);
}

/** The name of an experiment. @throws MlflowError */
export function checkExperimentName(name: string): void {
  checkLength('name', name, longestExperimentName);
}

/** The name of a registered model. @throws MlflowError */
export function checkModelName(name: string, field = 'name'): void {
  if (name.trim() === '') throw invalid(missingValue(field));
  if (/[/:]/.test(name)) throw invalid(`Invalid model name '${name}'. Names cannot contain '/' or ':'.`);
  checkFileName(name, 'name');
}

/** The number of a version. @throws MlflowError */
export function readVersion(version: string): number {
  if (!/^\s*[-+]?\d+\s*$/.test(version))
    throw invalid(`Parameter 'version' must be an integer, got '${version}'.`);
  return Number(version);
}

/** The name of an alias; those that are set must not be reserved. @throws MlflowError */
export function checkAlias(alias: string, isSet: boolean): void {
  if (!/^[\p{L}\p{N}_-]*$/u.test(alias))
    throw invalid(
      `Invalid alias name: '${alias}'. Names may only contain alphanumerics, underscores (_), and dashes (-).`,
    );
  checkLength('Registered model alias name', alias, longestAlias);
  if (!isSet) return;
  if (alias.toLowerCase() === 'latest') throw invalid(`'latest' alias name (case insensitive) is reserved.`);
  if (/^v\d+$/i.test(alias)) throw invalid(`Version alias name '${alias}' is reserved.`);
}

/** The name of a logged model. @throws MlflowError */
export function checkLoggedModelName(name: string): void {
  if (/[/:.%"']/.test(name))
    throw invalid(
      `Invalid model name ('${name}') provided. Model name must be a non-empty string and cannot contain the following characters: ('/', ':', '.', '%', '"', "'")`,
    );
}

/** The id of an experiment, which is a number here. @throws MlflowError */
export function readExperimentId(id: string): number {
  if (!/^\s*[-+]?\d+\s*$/.test(id))
    throw invalid(`Invalid experiment ID '${id}'. Experiment ID must be a valid integer.`);
  return Number(id);
}

/** How many results a page may have. @throws MlflowError */
export function checkMaxResults(wanted: number): void {
  const value = `Invalid value ${wanted} for parameter 'max_results' supplied.`;
  if (wanted < 1) throw invalid(`${value} It must be a positive integer`);
  if (wanted > 50_000) throw invalid(`${value} It must be at most 50000`);
}
