/** The context of a launch as plain JSON: what the form computes with. */
import { isJsonObject, toJson, type JsonObject } from '../../shared/launch-form/json.ts';

/** Leaves out what JSON cannot hold; an absent value stays absent. */
export function parseLaunchContext(context: Readonly<Record<string, unknown>>): JsonObject {
  const json = toJson(context);
  return isJsonObject(json) ? json : {};
}
