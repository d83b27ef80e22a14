/** Français : les causes que le noyau nomme, plus précises que le code de leur échec. */
import type { failureReasons as enReasons } from '../en/failure-reasons.ts';
import type { Same } from '../same.ts';

export const failureReasons: Same<typeof enReasons> = {
  'connection-lost': 'La connexion à {{host}} a été coupée.',
  'connection-refused': "{{host}} refuse la connexion : rien n'écoute à cette adresse.",
  'unknown-host':
    "Aucun serveur ne s'appelle {{host}}. Vérifiez l'orthographe de l'adresse, ou si un VPN est nécessaire.",
  'no-route': 'Aucun chemin ne mène à {{host}}. Vérifiez le réseau, ou si un VPN est nécessaire.',
  'not-https': "{{host}} ne parle pas https. Vérifiez le port, ou si l'adresse commence par http.",
  silent: '{{host}} ne dit plus rien ; une nouvelle tentative est en cours.',
  'too-many-redirects': '{{host}} renvoie la demande en boucle. Son administrateur doit intervenir.',
  'insecure-redirect':
    '{{host}} mène de https à http, ce qui est refusé. Son administrateur doit intervenir.',
  gateway: "Un serveur placé devant {{host}} indique qu'il ne répond pas. Réessayez dans un instant.",
  'answer-too-large': 'La réponse est trop volumineuse pour être lue.',
  'untrusted-certificate':
    'Le certificat de {{host}} ne peut pas servir à cela. Son administrateur doit le renouveler.',
  'certificate-expired': 'Le certificat de {{host}} a expiré. Son administrateur doit le renouveler.',
  'certificate-not-yet-valid':
    "Le certificat de {{host}} n'est pas encore valide. Vérifiez l'horloge de ce poste.",
  'certificate-other-name': 'Le certificat présenté a été fait pour un autre nom que {{host}}.',
  'certificate-unknown-authority':
    "Le certificat de {{host}} vient d'une autorité que ce poste ne connaît pas.",
  'not-a-certificate':
    'Ce fichier ne contient aucun certificat. Il doit avoir des lignes telles que -----BEGIN CERTIFICATE-----.',
  'authority-unreadable': "Le fichier d'autorités que nomme le kubeconfig ne peut pas être lu.",
  'not-an-address': "Ce n'est pas une adresse. Elle ressemble à https://datalab.example.org.",
  'not-an-onyxia':
    "{{host}} répond, mais ce n'est pas un Onyxia. Son adresse est celle que vous ouvrez dans le navigateur.",
  'foreign-address': "Cette adresse n'appartient pas à la plateforme et n'est pas ouverte.",
  'not-json': "Ce n'est pas un fichier de plateforme : il n'est pas en JSON.",
  'platform-file-newer':
    'Ce fichier de plateforme a été fait pour un Sardonyx plus récent. Mettez Sardonyx à jour, puis ouvrez-le de nouveau.',
  'platform-file-wrong': "Ce fichier de plateforme n'est pas correct à l'endroit {{field}}.",
  'platform-unknown': "Cette plateforme n'existe plus. Choisissez-en une autre, ou ajoutez-la de nouveau.",
  'project-unknown': "Ce projet n'existe plus, ou vous n'en faites plus partie.",
  'region-unknown': "La plateforme n'a pas de région appelée {{region}}.",
  'not-a-kubeconfig': "Ce texte n'est pas un kubeconfig.",
  'kubeconfig-syntax': "Ce kubeconfig n'est pas du YAML valide.",
  'kubeconfig-shape': "Ce texte n'est pas un kubeconfig : il n'énumère aucun cluster.",
  'kubeconfig-no-context': "Le kubeconfig n'a pas de contexte appelé {{name}}.",
  'kubeconfig-no-cluster': "Le kubeconfig n'a pas de cluster appelé {{name}}.",
  'kubeconfig-no-user': "Le kubeconfig n'a pas d'utilisateur appelé {{name}}.",
  'kubeconfig-no-server': "Le kubeconfig n'a pas d'adresse de serveur.",
  'kubeconfig-refers-to-file':
    'Le kubeconfig renvoie au fichier {{file}}, qui n’est pas lu. Faites-en un qui contient tout : kubectl config view --raw --flatten',
  'kubeconfig-file-missing': 'Le fichier {{file}} que nomme le kubeconfig ne peut pas être lu.',
  'context-unknown': "Le kubeconfig n'a pas de contexte appelé {{name}}.",
  'exec-not-allowed':
    'Le kubeconfig veut lancer le programme {{command}} pour ses identifiants, sans y être autorisé. Ajoutez le cluster de nouveau en l’autorisant, ou utilisez un kubeconfig qui contient un jeton.',
  'exec-plugin-failed':
    "Le programme {{command}} du kubeconfig n'a pas donné d'identifiants. Lancez-le dans un terminal pour voir pourquoi.",
  'exec-plugin-missing':
    'Le kubeconfig demande le programme {{command}}, absent de ce poste. Installez-le, puis réessayez.',
  'exec-plugin-slow': "Le programme {{command}} du kubeconfig n'a pas répondu à temps.",
  'not-kubernetes': "{{host}} répond, mais ce n'est pas une API Kubernetes.",
  'cluster-error': 'Le cluster répond par une erreur. Réessayez dans un instant.',
  'cluster-forbidden':
    "Le cluster ne vous laisse pas entrer ici. Demandez l'accès à l'administrateur de la plateforme.",
  'cluster-refuses-token': 'Le cluster refuse votre jeton. Connectez-vous de nouveau.',
  'no-cluster-sign-in': "Rien n'ouvre le cluster : connectez-vous, ou collez un kubeconfig.",
  'no-cluster-token':
    'Le kubeconfig ne contient aucun jeton. Copiez-le de nouveau depuis la page « Mon compte ».',
  'no-sub-protocol': "Le cluster, ou un serveur placé devant lui, n'autorise pas ce type de connexion.",
  'needs-kubernetes': "Cela demande l'API Kubernetes, que cette plateforme n'offre pas.",
  'no-kubernetes': "Cette plateforme n'offre pas d'API Kubernetes : helm ne peut pas installer.",
  'not-signed-in': "Vous n'êtes pas connecté. Connectez-vous pour continuer.",
  'session-expired': 'Votre session est terminée. Connectez-vous pour continuer.',
  'device-code-expired': 'Le code a expiré. Demandez-en un nouveau.',
  'sign-in-denied': 'La connexion a été refusée ou annulée sur la page de {{host}}.',
  'client-unknown':
    '{{host}} ne connaît pas Sardonyx sous le nom {{clientId}}. Envoyez à son administrateur le texte ci-dessous.',
  'client-not-allowed':
    "{{host}} n'autorise pas {{clientId}} à se connecter ainsi. Essayez un autre moyen, ou envoyez à son administrateur le texte ci-dessous.",
  'scope-refused':
    '{{host}} refuse un droit que demande la plateforme. Envoyez à son administrateur le texte ci-dessous.',
  'grant-not-allowed': "{{host}} n'offre pas ce moyen de connexion. Essayez-en un autre.",
  'identity-provider-busy': '{{host}} est surchargé. Réessayez dans un instant.',
  'identity-provider-refused': '{{host}} refuse la connexion. Sa réponse exacte est dans les détails.',
  'not-an-identity-provider': "{{host}} répond, mais pas comme un fournisseur d'identité.",
  'no-identity-provider': "Cette plateforme ne nomme aucun fournisseur d'identité. Collez vos identifiants.",
  'no-device-flow':
    "{{host}} n'offre pas de connexion avec un code. Utilisez le navigateur, ou collez vos identifiants.",
  'redirect-never-came':
    "Le navigateur n'est jamais revenu. Le fournisseur d'identité refuse peut-être de vous renvoyer vers ce poste : connectez-vous avec un code, ou collez vos identifiants.",
  'sign-in-under-way': "Une connexion est déjà en cours. Terminez-la, ou annulez-la d'abord.",
  'no-user-name': "Le jeton n'indique aucun nom d'utilisateur : vos projets ne peuvent pas être déterminés.",
  'clock-behind':
    "L'horloge de ce poste retarde de {{minutes}} min sur celle de {{host}}. Mettez-la à l'heure, puis connectez-vous.",
  'clock-ahead':
    "L'horloge de ce poste avance de {{minutes}} min sur celle de {{host}}. Mettez-la à l'heure, puis connectez-vous.",
  'nothing-pasted': 'Collez au moins un des trois.',
  'no-storage-keys': "Aucune clé S3 n'a été trouvée dans ce texte.",
  'no-storage-sign-in': 'Ce stockage ne peut pas être ouvert par votre session. Collez ses clés.',
  'storage-keys-ended': 'Les clés S3 collées ont expiré. Collez-les de nouveau.',
  'not-sts': '{{host}} ne donne pas de clés S3 pour une session.',
  'sts-duration': '{{host}} refuse des clés S3 de cette durée.',
  'sts-refused': '{{host}} refuse de donner des clés S3 pour votre session.',
  'sts-error': "{{host}} n'est pas parvenu à donner des clés S3.",
  'no-vault-token': "Aucun jeton Vault n'a été trouvé dans ce texte.",
  'vault-token-ended': 'Le jeton Vault a expiré. Connectez-vous de nouveau, ou collez-le encore.',
  'vault-sign-in-refused': 'Vault refuse la connexion.',
  'vault-no-sign-in':
    "Vault n'offre pas de connexion à {{path}}. L'administrateur de la plateforme doit intervenir.",
  'vault-no-engine':
    "Vault ne garde pas de secrets à {{path}}. L'administrateur de la plateforme doit intervenir.",
  'vault-sealed':
    "Vault est scellé ou en maintenance. Les configurations enregistrées restent sur ce poste jusqu'à son retour.",
  'vault-not-ready': "Vault n'est pas encore configuré.",
  'vault-error': 'Vault répond par une erreur.',
  'secret-changed': 'Il a été modifié ailleurs entre-temps. Rechargez, puis réessayez.',
  'configuration-exists':
    'Une configuration enregistrée porte déjà le nom {{name}}. Choisissez un autre nom.',
  'configuration-gone': "La configuration enregistrée {{name}} n'existe plus.",
  'configuration-unknown':
    'Les configurations enregistrées ont été écrites par un programme que Sardonyx ne connaît pas. Elles restent telles quelles.',
  'onyxia-error': "Onyxia n'y est pas parvenu. Sa réponse exacte est dans les détails.",
  'values-refused': 'Onyxia refuse les valeurs. Sa réponse exacte est dans les détails.',
  'name-in-use': 'Un service appelé {{name}} tourne déjà. Choisissez un autre nom.',
  'not-a-repository': "Il n'y a pas de dépôt Helm à cette adresse.",
  'repository-answer': 'Le dépôt Helm répond par une erreur.',
  'chart-gone': "Le modèle {{chart}} n'est plus dans le catalogue.",
  'chart-digest': "Le modèle {{chart}} n'est pas celui que son dépôt annonce. Il n'est pas utilisé.",
  'chart-unreadable':
    'Le modèle ne peut pas être lu : son archive est endommagée ou contient ce qu’elle ne doit pas.',
  'archive-broken': "L'archive du modèle est endommagée.",
  'launch-link': "Ce n'est pas un lien de lancement d'Onyxia.",
  'launch-offline':
    'La plateforme ne répond pas. Le formulaire peut être rempli et enregistré ; le lancement demande le réseau.',
  'form-closed': 'Ce formulaire a été fermé. Ouvrez-le de nouveau.',
  'form-edit': "La modification n'a pas été prise en compte : {{message}}",
  'release-name':
    "Le nom {{name}} ne peut pas être utilisé. Il doit être fait de minuscules, de chiffres et de traits d'union.",
  'release-gone': "Ce qui a été installé n'existe plus.",
  'release-unreadable': 'Ce que Helm a gardé de ce service ne peut pas être lu.',
  'helm-too-old': 'helm {{version}} est trop ancien. Installez au moins {{needed}}.',
  'no-installer': "Rien ne peut installer ici : ni Onyxia ni helm n'est disponible.",
  'install-left-failed':
    "L'installation a échoué et a laissé un reste. Supprimez-le dans la liste des services.",
  'no-password': "Ce service n'a pas de mot de passe connu.",
  'nothing-to-open': "Ce service n'a pas de page à ouvrir.",
  'service-name': 'Ce service ne peut pas être ouvert sous son nom.',
  'no-ready-pod': "Le service n'est pas encore prêt. Il s'ouvrira dès qu'il le sera.",
  'pod-gone': 'Ce qui tournait derrière ce service a été remplacé. Réessayez.',
  'port-closed': "Le programme du service n'écoute pas encore sur son port.",
  'port-failed': 'La connexion au service a échoué.',
  'port-taken': 'Le port local est occupé par un autre programme.',
  'forward-stopped': 'Le service a été fermé.',
  'sandbox-start': "Le bac à sable n'a pas démarré. Sa réponse exacte est dans les détails.",
  'disk-full': "Le disque de ce poste est plein. Libérez de l'espace.",
  'store-newer':
    'Ce qui est gardé sur ce poste a été écrit par un Sardonyx plus récent. Mettez Sardonyx à jour.',
  'conflict-expired': 'La liste a avancé ; elle est redemandée automatiquement.',
};
