/** What a model is asked. */

export interface Question {
  readonly text: string;
  /** By the names of the profile; those without a value are absent. */
  readonly variables: Record<string, string>;
}
