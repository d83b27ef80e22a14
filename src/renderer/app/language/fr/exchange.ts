/** French: exports, annotations taken in. */

export const exchange = {
  title: 'Échanges',
  make: 'Faire un export',
  format: 'Format',
  formats: {
    'etl-parquet': {
      name: 'Parquet',
      about:
        'Colonnes nommées comme dans la chaîne existante (liasse_numero, apet_manual…), qui les prend telles quelles.',
    },
    csv: { name: 'CSV', about: 'Un tableau pour R, Python ou un tableur, en UTF-8 avec des virgules.' },
    'label-studio': {
      name: 'Label Studio, JSON',
      about: 'Tâches avec leurs annotations : ce que Label Studio exporte et reprend.',
    },
    'label-studio-min': {
      name: 'Label Studio, JSON_MIN',
      about: "Un objet plat par annotation, sans l'historique de la forme complète.",
    },
  },
  rows: 'Lignes',
  rowKinds: {
    resolved: {
      name: 'Une ligne par libellé',
      about: 'Ce qui a été arbitré, sinon ce que dit la majorité, sinon le seul codage.',
    },
    every: {
      name: 'Une ligne par décision',
      about: 'Chaque codage en vigueur de chaque personne, avec premier code, durée, mode et commentaire.',
    },
  },
  sets: 'Fichiers',
  noSet: 'Choisissez au moins un fichier.',
  setNames: {
    gold: 'libellés codés (jeu de référence)',
    training: "libellés codés (jeu d'entraînement)",
    skipped: 'libellés passés et délégués',
    unclassifiable: 'libellés inclassables',
  },
  name: 'Nom',
  nameHint: 'Un dossier de ce nom est créé sous exports/ de la campagne.',
  badName: 'Minuscules, chiffres et tirets, 63 au plus, sans tiret au début.',
  takenName: "Un export de ce nom existe. Un export n'est jamais écrasé.",
  makeButton: "Faire l'export : {{format}}, {{rows}}",
  making: 'Lecture des décisions et écriture des fichiers. Vous pouvez regarder ailleurs pendant ce temps.',
  made: "L'export {{name}} est fait.",
  exports: 'Exports',
  readingExports: 'Lecture de la liste des exports',
  noExports:
    "Aucun pour l'instant. La même demande sur les mêmes fichiers donne les mêmes fichiers, octet pour octet.",
  leftOut: {
    ties_one: "{{number}} libellé n'est dans aucun fichier : les avis diffèrent et personne n'a tranché.",
    ties_other:
      "{{number}} libellés ne sont dans aucun fichier : les avis diffèrent et personne n'a tranché.",
    conflicts_one:
      "{{number}} codage n'a pas été pris : décidé différemment sur deux postes de la même personne.",
    conflicts_other:
      "{{number}} codages n'ont pas été pris : décidés différemment sur deux postes de la même personne.",
  },
  madeOf: '{{format}} · {{rows}} · {{by}}, {{time}}',
  rowCount_one: '{{number}} ligne',
  rowCount_other: '{{number}} lignes',
  files: 'Fichiers de {{name}}',
  file: 'Fichier',
  rowsHead: 'Lignes',
  size: 'Taille',
  take: 'Récupérer',
  copyHash: 'Copier le SHA-256 de {{name}}',
  download: 'Télécharger {{name}}',
  inStorage: 'Montrer dans le stockage',
  elsewhere: 'Le lire ailleurs',
  elsewhereNote: "Les clés S3 viennent de l'environnement, comme dans les services de la plateforme.",
  manifest: 'Manifeste (export.json)',
  manifestNote:
    'De quoi il est fait : fichiers avec leurs ETags, graine, versions. Il est à côté des fichiers.',
  import: 'Reprendre des annotations de Label Studio',
  importNote:
    "Exports JSON ou JSON_MIN, et fichiers d'un stockage cible. Une tâche est retrouvée par son identifiant ou son texte ; une décision déjà présente n'est pas doublée.",
  chooseFiles: 'Choisir des fichiers',
  readingPeople: 'Recherche des personnes qui ont annoté dans ces fichiers.',
  importButton_one: 'Reprendre {{count}} fichier ({{size}})',
  importButton_other: 'Reprendre {{count}} fichiers ({{size}})',
  importing: 'Envoi et lecture des fichiers.',
  people: 'Qui est qui',
  peopleNote: "Label Studio connaît les personnes par un numéro. Qui n'est pas nommé ici en garde un.",
  foreign: 'Personne {{id}} de Label Studio',
  annotations_one: '{{number}} annotation',
  annotations_other: '{{number}} annotations',
  keep: 'garder {{name}}',
  took_one: '{{number}} décision reprise.',
  took_other: '{{number}} décisions reprises.',
  already_one: '{{number}} était déjà là.',
  already_other: '{{number}} étaient déjà là.',
  unknownItems_one: "{{number}} tâche n'est pas de cette campagne.",
  unknownItems_other: '{{number}} tâches ne sont pas de cette campagne.',
  findings: {
    unreadable: '{{name}} est illisible.',
    'bad-json': "{{name}} n'est pas du JSON bien formé.",
    'no-code': 'La tâche {{name}} a une annotation sans code.',
    'other-version': "{{name}} est un code d'une autre version de la nomenclature.",
    'unknown-code': "{{name}} n'est pas un code de cette nomenclature.",
    'unknown-item': "La tâche {{name}} n'est pas de cette campagne.",
  },
  line: 'ligne {{line}}',
  lineColumn: 'ligne {{line}}, colonne {{column}}',
};
