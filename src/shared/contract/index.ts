/** All that renderer and core may say to each other. */
import { annotation } from './annotation.ts';
import { catalog } from './catalog.ts';
import { models } from './models.ts';
import type { Client, Handlers } from './operation.ts';
import { secrets } from './secrets.ts';
import { services } from './services.ts';
import { serving } from './serving.ts';
import { shell } from './shell.ts';
import { signIn } from './sign-in.ts';
import { storage } from './storage.ts';
import { training } from './training.ts';

export const contract = {
  signIn,
  catalog,
  services,
  storage,
  secrets,
  annotation,
  training,
  models,
  serving,
  shell,
};
export type AppContract = typeof contract;
export type AppClient = Client<AppContract>;
export type AppHandlers = Handlers<AppContract>;
