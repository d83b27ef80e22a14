/** Français : une phrase par code d'échec, et de plus précises pour les causes que le noyau nomme. */
import type { failureActions as enActions, failures as enFailures } from '../en/failures.ts';
import type { Same } from '../same.ts';

export const failures: Same<typeof enFailures> = {
  'signed-out': 'Votre session est terminée. Connectez-vous pour continuer.',
  forbidden:
    "Vous n'avez pas le droit de faire cela ici. Demandez l'accès à l'administrateur de la plateforme.",
  'not-found': "Cet élément n'existe plus.",
  conflict: 'Cet élément a été modifié entre-temps. Rechargez, puis réessayez.',
  'invalid-input': "Une saisie n'est pas valide : {{message}}",
  unreachable: 'Aucune réponse. Vérifiez le réseau, ou continuez avec ce qui est enregistré sur ce poste.',
  untrusted: 'Ce poste ne fait pas confiance au certificat de {{host}}.',
  busy: "Le serveur demande d'attendre avant un nouvel essai.",
  'over-quota': 'Votre quota serait dépassé. Arrêtez un service ou demandez moins.',
  'no-space': "Le disque de ce poste est plein. Libérez de l'espace.",
  unsupported: 'Ce serveur ne sait pas faire cela.',
  cancelled: 'Annulé.',
  internal: "Sardonyx n'y est pas parvenu. Les détails aideront à corriger le défaut.",
  'pipe-lost':
    "La liaison interne de Sardonyx a été coupée avant la réponse. Elle se rétablit seule ; vérifiez si l'action a eu lieu, puis réessayez.",
  dns: "Aucun serveur ne s'appelle {{host}}. Vérifiez l'orthographe de l'adresse, ou si un VPN est nécessaire.",
  refused: "{{host}} refuse la connexion : rien n'écoute à cette adresse.",
  timeout: '{{host}} ne répond pas dans les temps.',
  reset: '{{host}} a coupé la connexion.',
  offline: "Il n'y a pas de réseau. Cette action en demande un.",
  proxy: 'Le serveur mandataire {{proxy}} ne répond pas.',
  'proxy-credentials':
    'Le serveur mandataire {{proxy}} demande un nom et un mot de passe. Saisissez-les dans les paramètres.',
  'untrusted-self-signed':
    'Le certificat de {{host}} est signé par lui-même, non par une autorité que ce poste connaît.',
  'untrusted-unknown-authority':
    'Le certificat de {{host}} vient d’une autorité que ce poste ne connaît pas.',
  'untrusted-expired': 'Le certificat de {{host}} a expiré. Son administrateur doit le renouveler.',
  'untrusted-not-yet-valid':
    "Le certificat de {{host}} n'est pas encore valide. Vérifiez l'horloge de ce poste.",
  'untrusted-wrong-name': 'Le certificat présenté a été fait pour un autre nom que {{host}}.',
  'redirect-refused':
    "Le fournisseur d'identité refuse de vous renvoyer vers ce poste. Connectez-vous avec un code, collez vos identifiants, ou envoyez à l'administrateur le texte ci-dessous.",
  'service-gone': "Le service {{name}} n'existe plus.",
  'helm-missing': 'Le programme helm est introuvable sur ce poste. Installez-le, puis réessayez.',
  'schema-broken':
    'Le formulaire de ce modèle est défectueux. Ses valeurs peuvent être modifiées comme texte.',
};

export const failureActions: Same<typeof enActions> = {
  signIn: 'Se connecter',
  copyRequest: "Copier une demande d'accès",
  stopAService: 'Arrêter un service',
  freeSpace: 'Voir ce qui est gardé sur ce poste',
  copyReport: 'Copier le signalement',
  wait: 'Réessayer dans {{seconds}} s',
  request:
    "Bonjour, je suis {{name}} sur {{platform}}. J'ai besoin d'un accès pour ce qui suit : {{message}}",
  chain: 'Certificats présentés par le serveur',
  subject: 'Pour',
  issuer: 'Signé par',
  validity: 'Validité',
  validFromTo: 'du {{from}} au {{to}}',
  fingerprint: 'Empreinte SHA-256',
  chooseAuthority: "Choisir un fichier d'autorités…",
  authorityHint:
    "Demandez à votre service informatique le fichier de l'autorité de votre organisme (.pem, .crt). Comparez l'empreinte avant de lui faire confiance.",
  trusted: 'Désormais de confiance : {{names}}',
  notPem: 'Ce fichier ne contient aucun certificat au format PEM (-----BEGIN CERTIFICATE-----).',
};
