/** What is executed, and what came of it. */
import type { Fields } from '../kubernetes/shape.ts';
import type { NodeStatus } from './node-status.ts';
import type { Scope } from './substitution.ts';
import type { TemplateContext } from './templates.ts';

/** A task or step that is to be executed. */
export interface Execution {
  readonly name: string;
  /** The task or step that names the template and gives it its arguments. */
  readonly holder: Fields;
  readonly context: TemplateContext;
  /** The id of the node within which it runs. */
  readonly boundary: string | undefined;
  readonly onExit: boolean;
  readonly flag?: NodeStatus['nodeFlag'];
}

/** The node, when there is one by now; `full`: it could not go on because enough is running. */
export interface Executed {
  readonly node: NodeStatus | undefined;
  readonly full: boolean;
}

/** An execution whose template is at hand, with its values. */
export interface Prepared extends Execution {
  readonly template: Fields;
  readonly inner: TemplateContext;
  readonly local: Scope;
}
