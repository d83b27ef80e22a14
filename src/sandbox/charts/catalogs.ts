/** The sandbox's catalogs, as a platform's administrator declares them. */

export interface CatalogSettings {
  readonly id: string;
  readonly name: { readonly en: string; readonly fr: string };
  readonly description: { readonly en: string; readonly fr: string };
  readonly highlighted: readonly string[];
  /** Whether services may be shared inside a group. */
  readonly allowSharing: boolean;
  /** `all` offers every version of a chart; `latest` the newest only. */
  readonly versions: 'all' | 'latest';
}

export const catalogs: readonly CatalogSettings[] = [
  {
    id: 'ide',
    name: { en: 'Development environments', fr: 'Environnements de développement' },
    description: { en: 'Write and run programs.', fr: 'Écrire et exécuter des programmes.' },
    highlighted: ['workspace', 'jupyter-python'],
    allowSharing: false,
    versions: 'all',
  },
  {
    id: 'databases',
    name: { en: 'Databases', fr: 'Bases de données' },
    description: { en: 'Keep and query tables.', fr: 'Conserver et interroger des tables.' },
    highlighted: ['postgresql'],
    allowSharing: true,
    versions: 'latest',
  },
  {
    id: 'automation',
    name: { en: 'Automation', fr: 'Automatisation' },
    description: {
      en: 'Run programs without you, and keep track of models.',
      fr: 'Exécuter sans vous, suivre des modèles.',
    },
    highlighted: ['batch-run'],
    allowSharing: true,
    versions: 'all',
  },
  {
    id: 'faults',
    name: { en: 'Exercises: what can go wrong', fr: 'Exercices : ce qui peut échouer' },
    description: {
      en: 'Services that fail on purpose, each for one reason.',
      fr: 'Des services qui échouent exprès, chacun pour une raison.',
    },
    highlighted: [],
    allowSharing: false,
    versions: 'latest',
  },
];
