/** The model that the sandbox serves: it learnt NAF rév. 2 from its titles and from our own descriptions of activities. */
import codes from '@socialgouv/codes-naf';
import { activities } from '../samples/activities.ts';
import { trainModel, type CodingModel } from './model.ts';

let trained: CodingModel | undefined;

/** Trains it when it is first wanted (some 100 ms), the same each time. */
export function sampleModel(): CodingModel {
  return (trained ??= trainModel('sandbox-naf2008', subClasses(), activities));
}

/** The 732 sub-classes with their titles. */
function subClasses() {
  return codes
    .filter(({ id }) => /^\d{2}\.\d{2}[A-Z]$/.test(id))
    .map(({ id, label }) => ({ code: id, title: label.replaceAll(/\s+/g, ' ').trim() }));
}
