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
  'vault-sealed':
    "Vault est scellé ou en maintenance. Les secrets pourront être lus à son retour ; d'ici là, les configurations enregistrées restent sur ce poste.",
  'no-vault':
    "Cette plateforme n'a pas de Vault. Saisissez plutôt les valeurs dans le formulaire de lancement.",
  'not-vault':
    '{{host}} répond, mais pas comme Vault : un proxy ou une page de connexion est peut-être entre les deux. Vérifiez le réseau, puis réessayez.',
  'vault-token-refused': 'Vault ne connaît plus le jeton. Reconnectez-vous, ou collez-le de nouveau.',
  'secret-too-large':
    'Vault refuse une valeur de cette taille ; une valeur peut faire 1 Mio. Déposez-la plutôt dans le stockage.',
  'secret-changed-by':
    '{{name}} a été modifié par {{by}} entre-temps (version {{version}}). Rechargez, puis réessayez.',
  'secret-changed-at': '{{name}} a été modifié entre-temps (version {{version}}). Rechargez, puis réessayez.',
  'secret-gone': '{{name}} ne contient rien : il a été supprimé, renommé ou détruit. Regardez ses versions.',
  'secret-version-gone':
    'La version {{version}} de {{name}} a été supprimée ou détruite. Choisissez-en une autre.',
  'secret-exists':
    "Un secret s'appelle déjà {{name}}, ou s'appelait ainsi et n'est que supprimé. Choisissez un autre nom.",
  'secret-half-renamed':
    "{{name}} a été copié vers {{to}}, mais l'ancien n'a pas pu être retiré. Détruisez-le dès que possible.",
  'secret-key-gone': "La clé {{key}} n'existe plus. Rechargez.",
  'secret-key-kept': 'Onyxia se réserve la clé {{key}}. Choisissez un autre nom.',
  'secret-key-twice': "La clé {{key}} apparaît deux fois. Renommez l'une d'elles.",
  'secret-not-json': "La valeur de {{key}} n'est pas du JSON. Corrigez-la, ou gardez-la comme texte.",
  'secret-name':
    '{{name}} ne peut pas nommer un secret : aucune partie ne peut être vide, « . » ou « .. », ni commencer ou finir par une espace.',
  'secret-of-onyxia': "{{name}} est un réglage d'Onyxia, seulement affiché ici. Modifiez-le dans Onyxia.",
  'storage-keys-ended-now':
    'Les clés S3 ne sont plus valables. Reconnectez-vous ; pour vos propres clés, donnez-en de nouvelles.',
  'storage-clock':
    "L'horloge de ce poste est fausse : {{host}} refuse les requêtes d'une autre heure. Réglez l'horloge, puis réessayez.",
  'storage-signature':
    "{{host}} refuse la clé secrète : elle ne correspond pas à cette clé d'accès. Vérifiez les clés du profil.",
  'storage-no-bucket': "Il n'y a pas de bucket {{bucket}} sur {{host}}. Choisissez-en un autre, ou créez-le.",
  'storage-no-object': "{{name}} n'existe pas (ou plus). Rechargez la liste.",
  'storage-no-upload':
    "L'envoi de {{name}} n'existe plus sur {{host}} : quelqu'un l'a supprimé. Envoyez-le de nouveau.",
  'storage-changed': "{{name}} a été modifié par quelqu'un d'autre entre-temps. Rechargez-le, puis décidez.",
  'storage-bucket-not-empty':
    "{{bucket}} n'est pas vide. Supprimez d'abord ce qu'il contient, anciennes versions comprises.",
  'storage-bucket-taken': 'Le nom {{bucket}} est déjà pris sur {{host}}. Choisissez-en un autre.',
  'storage-bucket-name':
    '{{bucket}} ne peut pas nommer un bucket : 3 à 63 minuscules, chiffres, tirets et points.',
  'storage-object-name': '{{host}} refuse le nom {{name}}. Choisissez-en un plus court ou plus simple.',
  'storage-quota':
    'Le stockage de {{host}} est plein, ou votre quota est atteint. Libérez de la place, ou demandez-en davantage.',
  'storage-archived': "{{name}} se trouve dans une archive de {{host}} et doit d'abord y être restauré.",
  'storage-busy': '{{host}} a trop à faire. La demande est refaite dans un instant.',
  'storage-unsupported': '{{host}} ne sait pas faire cela.',
  'storage-forbidden': "Vos clés ne permettent pas cela sur {{name}}. Demandez l'accès à son propriétaire.",
  'storage-error': '{{host}} a échoué (état {{status}}). Réessayez dans un instant.',
  'storage-refused': '{{host}} a refusé la demande. Ses propres mots disent pourquoi.',
  'storage-no-ranges':
    "{{host}} n'envoie que des fichiers entiers ; ceci ne peut pas être montré sans tout télécharger.",
  'storage-no-profile': "Ce profil de stockage n'existe plus. Choisissez-en un autre.",
  'not-signed-in': "Personne n'est connecté à une plateforme. Connectez-vous d'abord.",
  'no-opener': "Ce poste n'a pas de programme qui ouvre {{name}}.",
  'dropped-too-many': 'Plus de {{most}} fichiers ont été déposés. Choisissez plutôt le dossier par Envoyer.',
  'dropped-unreadable':
    "Le navigateur n'a pas pu lire ce qui a été déposé. Déposez-le de nouveau, ou choisissez-le par Envoyer.",
  'staged-gone': "Personne n'attend plus ce fichier : son transfert a été annulé.",
  'preview-broken':
    '{{name}} est endommagé et ne peut pas être affiché. Téléchargez-le ou faites-le réécrire.',
  'preview-truncated': "{{name}} s'arrête trop tôt : il en manque une partie. Faites-le déposer à nouveau.",
  'preview-lying':
    "{{name}} se contredit sur son propre contenu et n'est pas ouvert davantage. Faites-le réécrire.",
  'preview-too-big':
    '{{name}} est trop volumineux pour être affiché ici. Interrogez-le en SQL ou téléchargez-le.',
  'preview-bomb':
    "{{name}} se décompresse bien au-delà de sa taille, comme un fichier fait pour saturer la mémoire. Il n'a pas été ouvert davantage.",
  'preview-too-slow':
    "La lecture de {{name}} a dépassé {{seconds}} s et a été arrêtée. Téléchargez-le pour l'ouvrir.",
  'preview-crashed':
    "La lecture de {{name}} s'est interrompue. Rien d'autre n'est touché ; réessayez ou téléchargez-le.",
  'preview-not-a-table': "{{name}} n'est pas un tableau : il n'a pas de lignes à afficher.",
  'preview-no-sheet': "{{name}} n'a pas de feuille appelée {{sheet}}. Choisissez-en une autre.",
  'preview-codec':
    "{{name}} est compressé d'une façon qui n'est pas lue ici ({{codec}}). Téléchargez-le pour l'ouvrir.",
  'storage-buckets-forbidden':
    '{{host}} ne vous laisse pas lister les buckets : ceux qui sont connus sont affichés. Ajoutez un favori pour un autre.',
  'storage-copies-forbidden':
    "Cette plateforme interdit les copies sur ce poste : {{name}} n'y est pas ouvert. Consultez son aperçu.",
  'storage-copy-differs': 'La copie {{name}} diffère de sa source. Supprimez-la et recommencez.',
  'storage-deletion-unsure': '{{host}} ne dit pas si {{name}} a été supprimé. Actualisez la liste.',
  'storage-endpoint': "Ce n'est pas l'adresse d'un serveur S3. Elle ressemble à https://minio.example.org.",
  'storage-folder-name':
    '{{name}} ne peut pas nommer un dossier : ni barre oblique, ni seulement des points, ni trop long.',
  'storage-metadata-lines': 'Une métadonnée ne peut pas contenir de saut de ligne. Retirez-le.',
  'storage-metadata-name':
    '{{name}} ne peut pas nommer une métadonnée : utilisez lettres sans accent, chiffres et tirets.',
  'storage-name-taken': '{{name}} existe déjà. Choisissez un autre nom.',
  'storage-no-bookmark': "Le favori {{name}} n'existe plus.",
  'storage-no-policies': "{{host}} n'a pas de politiques de bucket : partagez plutôt par un lien.",
  'storage-no-version': "Cette version de {{name}} n'existe plus. Actualisez la liste.",
  'storage-no-versioning': '{{host}} ne sait pas conserver les versions.',
  'storage-not-opened': "Ce fichier n'est plus ouvert. Rouvrez-le depuis son bucket.",
  'storage-open-program':
    "{{name}} est un programme et n'est pas ouvert. Téléchargez-le si vous lui faites confiance.",
  'storage-open-too-large': '{{name}} dépasse 5 Gio. Téléchargez-le plutôt.',
  'storage-opened-gone': 'Le fichier local {{name}} a disparu. Rouvrez-le depuis son bucket.',
  'storage-opened-unsaved':
    '{{name}} contient des modifications non envoyées. Remplacez, gardez les deux, ou abandonnez-les.',
  'storage-own-keys-ended': "{{host}} n'accepte plus les clés de {{name}}. Saisissez-en de nouvelles.",
  'storage-own-keys-missing': "La clé secrète de {{name}} n'est pas sur ce poste. Saisissez-la de nouveau.",
  'storage-policy-unreadable':
    "La politique de ce bucket est illisible et n'a pas été modifiée. Son propriétaire doit la vérifier.",
  'storage-presign-anonymous':
    "{{name}} n'a pas de clés pour signer un lien. Un objet public a une adresse simple.",
  'storage-public-wildcard':
    "{{name}} contient *, ? ou $, qu'une politique lit comme un motif. Renommez-le d'abord.",
  'storage-secret-missing': 'La clé secrète manque. Saisissez-la.',
  'storage-tags':
    "Le serveur refuse ces étiquettes : dix au plus, courtes ; certains serveurs n'acceptent que des lettres sans accent.",
  'storage-text-binary': "{{name}} n'est pas un texte. Ouvrez-le dans un autre programme.",
  'storage-text-characters':
    '{{encoding}} ne connaît pas {{characters}}. Retirez ces caractères, ou enregistrez en UTF-8.',
  'storage-text-compressed': '{{name}} est stocké compressé et ne se modifie pas ici. Téléchargez-le.',
  'storage-text-encoding': "L'encodage {{encoding}} n'est pas connu. Choisissez UTF-8.",
  'storage-text-too-large':
    '{{name}} dépasse 5 Mio, trop pour être modifié ici. Ouvrez-le dans un autre programme.',
  'query-invalid-at': 'Ligne {{line}}, colonne {{column}} : {{message}}',
  'query-invalid': 'La requête est incorrecte : {{message}}',
  'query-failed-at': 'La requête a échoué ligne {{line}}, colonne {{column}} : {{message}}',
  'query-failed': 'La requête a échoué : {{message}}',
  'query-statement':
    'Seules les instructions de lecture sont exécutées : SELECT, WITH, FROM, DESCRIBE, SUMMARIZE, SHOW, EXPLAIN.',
  'query-one-statement': 'Exécutez une seule instruction à la fois ; une deuxième commence ligne {{line}}.',
  'query-local-file':
    "{{name}} n'est pas un objet. Une requête ne lit pas les fichiers de ce poste ; déposez-le d'abord.",
  'query-reader': "{{name}} ne peut pas lire d'objets ici. Utilisez read_parquet, read_csv ou read_json.",
  'query-address': '{{name}} ne désigne aucun objet. Écrivez s3://bucket/clé.',
  'query-format': "L'extension de {{name}} est inconnue. Utilisez read_csv, read_parquet ou read_json.",
  'query-name-computed': "{{name}} demande des noms d'objets écrits en toutes lettres.",
  'query-no-match': 'Aucun objet ne correspond à {{name}}. Vérifiez le motif.',
  'query-not-kept': "{{name}} n'est pas sur ce poste et le stockage ne répond pas. Réessayez en ligne.",
  'query-too-many': 'Plus de {{count}} objets correspondent. Précisez le motif.',
  'query-too-much':
    'La requête téléchargerait {{gib}} Gio, plus que {{limit}} Gio. Confirmez ou restreignez-la.',
  'query-no-room': "La requête téléchargerait {{gib}} Gio ; {{free}} Gio sont libres. Libérez de l'espace.",
  'query-memory': 'La requête dépasse ses {{gib}} Gio de mémoire. Lisez moins ou relevez la limite.',
  'query-disk': "La requête demande plus d'espace disque que disponible. Libérez-en ou lisez moins.",
  'query-broken-object': "{{name}} n'est pas un fichier Parquet lisible.",
  'query-result-gone': "Ce résultat n'existe plus. Relancez la requête.",
  'query-no-column': "Le résultat n'a pas de colonne {{name}}.",
  'query-filter': 'La condition est incorrecte : {{message}}',
  'query-chart-number': "La hauteur d'un graphique demande une colonne de nombres.",
  'query-export-exists': '{{name}} existe déjà. Remplacez-le ou choisissez un autre nom.',
  'query-export-path': "{{name}} n'est pas un chemin complet. Choisissez un dossier.",
  'query-export-folder': "Le dossier {{name}} n'existe pas. Choisissez-en un autre.",
  'query-export-denied': 'Vous ne pouvez pas écrire dans {{name}}. Choisissez un autre dossier.',
  'query-export-forbidden':
    'Cette plateforme interdit les exports. Enregistrez le résultat comme objet de la plateforme.',
  'query-no-keys': 'Ce stockage se lit sans clés.',
  'storage-not-s3':
    "{{host}} répond, mais pas comme un stockage S3. Vérifiez l'adresse, ou si un proxy vous demande de vous identifier.",
  'storage-short': "La connexion à {{host}} s'est interrompue avant la fin. Réessayez.",
  'storage-repeats':
    '{{host}} renvoie sans cesse la même partie de la liste. Son administrateur doit intervenir.',
  'storage-no-paging':
    "{{host}} n'indique pas la suite de sa liste ; seul le début peut être affiché. Ouvrez un dossier plus petit.",
  'listing-closed': 'Cette liste a été fermée. Rouvrez le dossier.',
  'storage-selection-gone': "{{name}} n'existe plus. Actualisez la liste.",
  'transfer-checksum': 'La somme de contrôle de {{name}} est fausse. Réessayez.',
  'transfer-length': "{{host}} a envoyé un nombre d'octets erroné pour {{name}}. Réessayez.",
  'transfer-disk-full': 'Le disque est plein. Libérez de la place, puis reprenez.',
  'transfer-no-space':
    'Il faut {{needs}} octets dans {{folder}}, {{free}} sont libres. Libérez-en, puis reprenez.',
  'transfer-drop-again': "Ce fichier n'a pas été reçu en entier. Déposez-le à nouveau.",
  'transfer-dropped-length': "{{name}} n'a pas la longueur annoncée. Déposez-le à nouveau.",
  'transfer-dropped-path': "{{name}} n'est pas un chemin possible. Renommez-le.",
  'transfer-not-expected': "Ce fichier n'est pas (ou plus) attendu. Déposez-le à nouveau.",
  'transfer-file-gone': "{{name}} n'est plus sur ce poste. Choisissez-le à nouveau.",
  'transfer-source-changed': "{{name}} changeait pendant l'envoi. Fermez ce qui l'écrit, puis réessayez.",
  'transfer-object-changed': '{{name}} a été remplacé pendant le téléchargement. Réessayez.',
  'transfer-name-taken': '{{name}} est déjà pris. Choisissez un autre nom ou réessayez.',
  'transfer-local-forbidden': "Ce poste refuse l'accès à {{name}}. Changez-en les droits.",
  'transfer-local-name': "{{name}} n'est pas possible ici. Choisissez un autre nom.",
  'transfer-local-path': 'Donnez un chemin complet, depuis la racine.',
  'transfer-outside': "{{name}} sort du dossier choisi et n'a pas été écrit.",
  'transfer-link-skipped': "{{name}} est un lien et n'a pas été suivi.",
  'transfer-special-skipped': "{{name}} n'est pas un fichier ordinaire et a été ignoré.",
  'transfer-too-large': '{{name}} dépasse 5 Tio. Découpez-le.',
  'transfer-some-failed': "{{failed}} sur {{total}} en échec, d'abord {{name}}. Réessayez ceux-là.",
  'transfer-sync-kept': "Rien n'a été supprimé, car tout n'est pas arrivé. Réessayez.",
  'transfer-plan-gone': "Ce plan n'existe plus. Comparez à nouveau.",
  'transfer-rename': "{{name}} n'est pas un nouveau nom. Choisissez-en un sans barre oblique.",
  'transfer-no-undo': 'Ceci ne peut pas (ou plus) être annulé.',
  'transfer-not-asking': 'La réponse a déjà été donnée.',
  'transfer-gone': "Ce transfert n'est plus dans la liste.",
  'transfer-no-local-copies': "Cette plateforme n'autorise aucune copie sur les postes.",
  'transfer-nowhere': 'Connectez-vous pour transférer des fichiers.',
  'storage-object-too-large': '{{name}} est trop volumineux pour être lu ici. Téléchargez-le plutôt.',
  'fasttext-missing': "{{name}} n'est plus là. Choisissez à nouveau le modèle.",
  'fasttext-unreadable': '{{name}} ne peut pas être lu. Vérifiez vos droits sur le fichier.',
  'fasttext-not-a-model': "{{name}} n'est pas un modèle fastText. Choisissez un fichier .bin ou .ftz.",
  'fasttext-version':
    '{{name}} est en version {{version}} du format ; seules 11 et 12 se lisent. Exportez-le à nouveau avec fastText 0.9.',
  'fasttext-unsupervised':
    '{{name}} contient des vecteurs de mots, pas un classifieur. Choisissez un modèle supervisé.',
  'fasttext-cut':
    '{{name}} est incomplet ({{size}} octets, il en faut au moins {{needed}}). Téléchargez-le à nouveau.',
  'fasttext-damaged':
    "{{name}} se contredit. Téléchargez-le à nouveau ou demandez à la personne qui l'a entraîné.",
  'fasttext-too-big': '{{name}} prendrait {{mebibytes}} Mio de mémoire. Utilisez un modèle quantifié (.ftz).',
  'fasttext-not-a-number': '{{name}} a des poids qui ne sont pas des nombres. Entraînez-le à nouveau.',
  'fasttext-line-break': 'Le texte {{number}} contient un saut de ligne. Retirez-le et réessayez.',
  'fasttext-question':
    'On ne peut pas demander {{k}} étiquettes au-dessus de {{threshold}}. Demandez-en au moins un.',
  'fasttext-stopped': "La lecture de {{name}} s'est arrêtée. Ouvrez à nouveau le modèle.",
  'sent-file-gone': "{{name}} n'est plus sur ce poste. Choisissez à nouveau le fichier.",
  'file-too-large': "{{name}} dépasse {{largest}} Gio. Déposez-le sur S3 et choisissez l'objet.",
  'sample-size':
    "Il n'est pas possible de tirer {{asked}} libellés de cette source : choisissez un nombre entre {{least}} et {{most}}, ou changez les strates.",
  'sample-frame-changed':
    "L'échantillon a été tiré d'une autre source ({{expected}} lignes ; celle-ci en a {{found}}, ou d'autres textes ou strates). Ouvrez la source d'origine pour le tirer à nouveau.",
  'too-few-annotators':
    'Chaque libellé demande {{needed}} annotateurs différents et la campagne en nomme {{annotators}}, ou nomme deux fois le même. Ajoutez des personnes ou réduisez le recouvrement.',
  'too-many-controls':
    '{{controls}} libellés de contrôle ne tiennent pas dans des lots de {{batchSize}}. Réduisez leur nombre ou agrandissez les lots.',
  'nomenclature-unknown':
    "Il n'y a pas de nomenclature ou de correspondance « {{name}} ». Importez-la ou choisissez-en une autre.",
  'nomenclature-reading-gone': "La lecture de ce fichier est trop ancienne pour l'importer. Relisez-le.",
  'nomenclature-not-removable':
    "« {{name}} » est fournie par l'application ou par votre équipe : vous ne pouvez pas la retirer ici.",
  'nomenclature-object-there':
    'Un objet « {{name}} » existe déjà dans {{bucket}}. Choisissez un autre nom ou remplacez-le.',
  'nomenclature-address':
    "« {{address}} » n'est pas une adresse de nomenclature : elle doit commencer par s3:// ou https://. Faites corriger le fichier de plateforme.",
  'nomenclature-not-had':
    "{{address}} n'a pas pu être obtenu (statut {{status}}). La version conservée est utilisée ; réessayez plus tard.",
  'nomenclature-no-storage':
    "{{address}} se trouve dans un stockage, et cette plateforme n'en a pas. Faites inscrire une adresse https.",
  'nomenclature-too-big':
    "{{name}} dépasse {{megabytes}} Mio, trop pour une nomenclature. Vérifiez l'adresse.",
  'nomenclature-malformed':
    "{{address}} n'est pas une nomenclature valide ({{name}}, ligne {{line}}). Demandez à la personne qui le partage de le corriger.",
  'source-reading-gone': "La source n'est plus en mémoire. Choisissez à nouveau le fichier.",
  'source-no-text': "Aucune colonne n'est le texte à coder. Indiquez laquelle.",
  'source-no-column': "La source n'a pas de colonne {{name}}. Choisissez-en une autre.",
  'source-too-many-strata':
    '{{name}} a plus de {{most}} valeurs, trop pour des strates. Choisissez une autre colonne.',
  'source-changed': 'La source a changé depuis sa lecture. Relisez-la.',
  'source-too-big':
    'La lecture de cette source demande trop de mémoire. Découpez-la, ou écrivez du Parquet en groupes de lignes plus petits.',
  'campaign-gone': "Il n'y a pas de campagne {{name}} ici. Actualisez la liste.",
  'campaign-exists': 'Une campagne {{name}} existe déjà. Choisissez un autre nom.',
  'campaign-newer': "Une version plus récente de l'application a créé {{name}}. Mettez l'application à jour.",
  'campaign-damaged':
    '{{name}} est abîmé ligne {{line}}, colonne {{column}}. Corrigez-le ou restaurez une version antérieure.',
  'campaign-contended': 'Trop de personnes modifient {{name}}. Réessayez dans un instant.',
  'campaign-no-conditions':
    "{{host}} ne connaît pas l'écriture conditionnelle : les lots ne peuvent être réservés. Recréez la campagne ici ; ils seront attribués.",
  'campaign-not-lead': 'Seul un responsable modifie {{name}}. Adressez-vous à {{leads}}.',
  'claim-contended': 'Beaucoup de personnes prennent le lot {{batch}}. Réessayez dans un instant.',
  'claim-damaged': '{{name}} a été modifié et ne peut être lu. Corrigez-le ou supprimez-le.',
  'no-batch': "Il n'y a pas de lot {{batch}}. Actualisez la campagne.",
  'part-damaged': '{{name}} est tronqué ou abîmé. Restaurez-le ou faites-le renvoyer.',
  'part-foreign': '{{name}} a un autre schéma ({{columns}}). Déplacez-le.',
  'part-newer': "Une version plus récente a écrit {{name}}. Mettez l'application à jour.",
  'part-rows':
    '{{rows}} lignes de {{name}} sont illisibles, la première est la ligne {{row}} ; les autres comptent. Restaurez le fichier.',
  'part-differs': "{{name}} contient autre chose. Rien n'a été écrasé ; prévenez le responsable.",
  'part-vanished': "{{name}} a été écrit et n'y est pas. Réessayez.",
  'plan-gold-not-probability':
    'Un jeu de référence est un échantillon probabiliste. Choisissez aléatoire ou stratifié.',
  'plan-gold-assisted': "Un jeu de référence n'est jamais assisté. Choisissez à l'aveugle ou dévoilé.",
  'plan-no-annotators': 'Personne ne code. Ajoutez des annotateurs.',
  'plan-annotator-twice': 'Un annotateur figure deux fois. Retirez-en un.',
  'plan-no-lead': "La campagne n'a pas de responsable. Désignez-en un.",
  'plan-calibration': "La calibration ({{calibration}}) dépasse l'échantillon ({{size}}). Réduisez-la.",
  'plan-deadline': "L'échéance est passée. Choisissez un jour ultérieur.",
  'plan-level': 'Le niveau {{level}} dépasse les {{levels}} de la nomenclature. Choisissez-en un plus bas.',
  'plan-no-known-code': "Aucune colonne n'a le code à recoder. Désignez-en une.",
  'plan-no-decided-code':
    "Aucune colonne n'a de code décidé pour les contrôles. Désignez-en une ou n'en demandez pas.",
  'plan-few-controls': '{{found}} lignes ont un code décidé, {{wanted}} sont voulues. Demandez-en moins.',
  'plan-no-predictions': "La source n'a pas de codes prédits. Choisissez un autre tirage.",
  'plan-no-strata': 'Indiquez les strates.',
  'plan-stratified-texts': 'Les strates se tirent par ligne. Désactivez le dédoublonnage.',
  'plan-no-date': "Aucune colonne n'a de date. Désignez-en une.",
  'plan-no-column': "Il n'y a pas de colonne {{name}}. Choisissez-en une autre.",
  'plan-nothing-left': "D'autres campagnes ont tous ces textes. Prenez une autre source.",
  'code-unknown': "{{nomenclature}} n'a pas de code {{code}}. Choisissez-en un autre.",
  'code-level':
    '{{code}} est de niveau {{level}} ; la campagne demande le niveau {{wanted}}. Choisissez un code de ce niveau.',
  'code-missing': 'Un libellé codé demande un code. Choisissez-en un, ou passez le libellé.',
  'code-unwanted': 'Seul un libellé codé a un code. Retirez {{code}}, ou confirmez-le.',
  'gold-assisted':
    "Un jeu de référence n'est jamais codé avec des suggestions. Demandez au responsable de changer le mode.",
  'suggestion-not-shown': "Aucune suggestion n'a été montrée. Choisissez vous-même le code.",
  'suggestions-hidden': "Les suggestions sont masquées ici. Codez d'abord le libellé.",
  'not-reveal-mode': 'Cette campagne ne dévoile pas de suggestions. Confirmez votre code.',
  'decision-conflict': "Deux postes ont codé ce libellé différemment. Dites d'abord quelle décision vaut.",
  'conflict-gone': 'Ce conflit est déjà réglé. Rechargez le lot.',
  'item-not-here': "Ce poste n'a pas le libellé {{item}}. Ouvrez son lot avec le réseau.",
  'batch-not-here': "Ce poste n'a pas le lot {{batch}}. Ouvrez-le avec le réseau.",
  'batch-empty': "Le lot {{batch}} n'a pas de libellé sur le serveur. Prévenez le responsable.",
  'batch-taken': "Le lot {{batch}} n'est pas libre. Ouvrez le suivant.",
  'no-batch-left': 'Il ne reste aucun lot pour vous. Demandez-en au responsable.',
  'batch-assigned':
    "Cette campagne attribue ses lots. Demandez au responsable de le confier à quelqu'un d'autre.",
  'not-annotator': "{{person}} n'est pas annotateur de {{campaign}}. Demandez au responsable.",
  'campaign-closed': '{{campaign}} est close. Demandez au responsable de la rouvrir.',
  'items-gone':
    'Les libellés de ces décisions ont disparu du serveur ; les décisions restent sur ce poste. Prévenez le responsable.',
  'accuracy-training':
    "Cette campagne constitue un jeu d'entraînement, qui ne dit rien du modèle. Créez une campagne de référence pour le mesurer.",
  'accuracy-not-probability':
    'Les libellés ont été choisis à dessein : rien ne peut en être estimé. Tirez un échantillon aléatoire.',
  'accuracy-assisted':
    "Les codes ont été attribués avec les suggestions sous les yeux : ils ne peuvent juger le modèle. Codez à l'aveugle ou avec dévoilement.",
  'accuracy-no-suggestions':
    "Les libellés sont arrivés sans suggestion : il n'y a rien à comparer. Créez la campagne à partir d'une source qui en contient.",
  'accuracy-nothing-coded': "Aucun libellé de l'échantillon n'est encore codé. Revenez après le premier lot.",
  'accuracy-no-weights': "{{items}} libellés n'ont pas de poids. Restaurez les fichiers de libellés.",
  'part-foreign-codes':
    '{{name}} contient {{codes}} codes absents de {{nomenclature}}, par exemple {{code}} ; ils comptent comme manquants. Recodez-les ou retirez le fichier.',
  'not-adjudicator':
    'Seuls les responsables et arbitres de {{campaign}} tranchent les désaccords. Demandez à un responsable de vous ajouter.',
  'names-for-leads':
    'Seuls les responsables de {{campaign}} voient qui a dit quoi. Continuez avec les lettres.',
  'settled-delegated': 'Un arbitrage ne peut être délégué. Choisissez un code, inclassable ou passez.',
  'quality-too-big': 'Les codages demandent plus de {{memory}} Mio. Scindez la campagne.',
  'meanings-too-big':
    "{{name}} dépasse {{megabytes}} Mo : c'est trop pour un fichier de libellés. Choisissez un fichier qui ne contient que des codes et des libellés.",
  'coding-api-address':
    "Ce n'est pas l'adresse d'une API de codification. Saisissez une adresse commençant par https://, sans mot de passe.",
  'coding-api-insecure': 'Le mot de passe circulerait en clair vers {{host}}. Utilisez une adresse https.',
  'coding-api-credentials':
    '{{host}} demande un identifiant et un mot de passe, ou refuse ceux-ci. Vérifiez-les dans la source des suggestions.',
  'coding-api-forbidden': "{{host}} refuse l'accès. Adressez-vous au responsable du modèle.",
  'coding-api-refused':
    '{{host}} refuse ce texte (statut {{status}}). Sa réponse dit pourquoi ; codez le libellé sans suggestion.',
  'coding-api-busy': "{{host}} ne peut pas répondre pour l'instant. Réessayez dans un moment.",
  'coding-api-failed':
    '{{host}} a échoué (statut {{status}}). Réessayez ou prévenez le responsable du modèle.',
  'coding-api-slow': "{{host}} n'a pas répondu en {{seconds}} s. Réessayez plus tard.",
  'coding-api-answer': "{{host}} répond sous une forme inconnue. Vérifiez l'adresse et le dialecte.",
  'coding-api-dialect': "{{host}} ne parle aucune forme connue de l'API de codification. Vérifiez l'adresse.",
  'suggestions-other-version':
    '{{model}} code en {{version}}, la campagne en {{nomenclature}}. Choisissez un autre modèle.',
  'local-models-forbidden': 'La plateforme interdit les modèles sur ce poste. Utilisez le modèle servi.',
  'local-model-gone':
    "Le modèle n'est plus sur ce poste. Ajoutez-le à nouveau ou choisissez une autre source.",
  'export-exists': 'Un autre export nommé {{name}} existe, avec un autre contenu. Choisissez un autre nom.',
  'campaign-export-forbidden':
    "La plateforme interdit les exports vers d'autres serveurs. Exportez vers un espace de la plateforme.",
  'import-not-lead':
    "Seul un responsable de la campagne peut importer des annotations. Adressez-vous à l'un d'eux.",
  'argo-cd-credentials':
    '{{host}} demande un jeton ou un mot de passe. Saisissez-le pour voir ses applications.',
  'argo-cd-forbidden': '{{host}} ne l’autorise pas. Demandez l’accès à son administrateur.',
  'argo-cd-failed': '{{host}} a échoué (statut {{status}}). Réessayez plus tard.',
  'argo-cd-not-listed': 'Vous ne pouvez pas lister les applications de {{namespace}}. Demandez l’accès.',
  'argo-cd-running': '{{name}} est en cours de synchronisation. Attendez qu’elle se termine.',
  'argo-cd-auto-sync':
    '{{name}} est synchronisée automatiquement, ce qui annulerait le retour arrière. Désactivez d’abord cette synchronisation.',
  'serving-gone': '{{name}} n’existe plus. Revenez à la liste.',
  'serving-no-workload': '{{workload}} n’existe plus. Actualisez l’application.',
  'serving-no-container': '{{workload}} n’a pas de conteneur {{name}}. Choisissez-en un autre.',
  'serving-bad-image': '{{image}} n’est pas une image : elle contient des espaces. Corrigez-la.',
  'serving-variable-elsewhere':
    '{{name}} de {{workload}} vient d’un Secret ou d’une ConfigMap. Modifiez-la là-bas.',
  'serving-changed-since-proposed': '{{name}} a changé depuis cette proposition. Examinez-la de nouveau.',
  'serving-changed-meanwhile': '{{name}} a été modifiée par quelqu’un d’autre. Réessayez.',
  'serving-no-history': '{{name}} ne conserve plus la révision {{revision}}. Choisissez-en une autre.',
  'serving-no-sync':
    '{{name}} n’est pas gérée par Argo CD : rien à synchroniser. Modifiez le Deployment lui-même.',
  'serving-no-cluster': 'La plateforme ne nomme aucun cluster. Utilisez plutôt le correctif.',
  'comparison-same': 'Les deux côtés sont le même modèle. Choisissez-en un autre.',
  'comparison-not-gold': '{{title}} est un jeu d’entraînement. Choisissez une campagne de référence.',
  'comparison-assisted':
    '{{title}} a été codée avec des suggestions visibles. Choisissez une campagne à l’aveugle.',
  'comparison-empty': '{{title}} n’a encore aucun code arrêté. Codez d’abord des libellés.',
  'comparison-no-weights':
    '{{count}} libellés de {{title}} ont perdu leur poids. Choisissez une autre campagne.',
  'comparison-other-nomenclature':
    '{{name}} répond par des codes comme {{example}}, hors de {{nomenclature}}. Choisissez un jeu de référence de sa nomenclature.',
  'comparison-gone': 'Cette comparaison n’est plus conservée. Relancez-la.',
  'workflow-gone': '{{name}} n’existe plus ; ouvrez la liste des entraînements.',
  'workflow-status-unreadable': 'L’état du workflow est illisible ; ouvrez-le dans l’interface d’Argo.',
  'workflow-over': '{{name}} est déjà terminé ; relancez-le plutôt.',
  'workflow-goes-on': '{{name}} est encore en cours ; attendez la fin ou arrêtez-le.',
  'workflow-nothing-failed': 'Rien n’a échoué dans {{name}} ; relancez le tout si besoin.',
  'workflow-node-gone': 'Le workflow n’a plus l’étape {{name}} ; rechargez-le.',
  'workflow-log-gone':
    'Le journal de cet essai de {{name}} n’a pas été conservé ; demandez l’archivage des journaux.',
  'workflow-needs-argo-server':
    '{{name}} a besoin du serveur d’Argo, absent du fichier de plateforme ; relancez le tout.',
  'argo-server-refused': 'Le serveur d’Argo {{host}} a répondu {{status}} ; ses mots disent pourquoi.',
  'training-gold-campaign':
    '{{name}} est un jeu de référence et ne sert jamais à apprendre ; placez-la parmi ces jeux.',
  'training-gold-empty': 'Aucun libellé dans le jeu de référence {{name}} ; vérifiez son dossier.',
  'training-multivocal':
    '{{count}} libellés ont un code à plusieurs successeurs ; écartez-les ou recodez-les.',
  'training-set-empty':
    'Il ne reste rien à apprendre dans {{name}} ; les nombres de l’aperçu disent pourquoi.',
  'training-set-taken': 'Un autre jeu d’entraînement s’appelle {{name}} ; choisissez un autre nom.',
  'training-set-unreadable': '{{name}} est abîmé ou d’une version plus récente ; refaites le jeu.',
  'training-file-unreadable': '{{name}} n’est pas un fichier Parquet lisible ; réécrivez-le.',
  'training-file-columns':
    'Il manque à {{name}} une colonne de textes ou de codes ; nommez-les text et code.',
  'training-profile-pattern': 'Une règle du prétraitement n’est pas une expression régulière ; corrigez-la.',
  'training-too-many': '{{count}} combinaisons dépassent {{most}} ; divisez la grille.',
  'training-grid-too-long':
    '{{count}} combinaisons sont trop longues pour un workflow ; environ {{most}} tiennent.',
  'training-reserved-name': '{{name}} désigne l’essai dans MLflow ; renommez l’hyperparamètre.',
  'training-no-grid':
    'Le modèle de workflow {{name}} ne s’exécute qu’une fois ; gardez une valeur par hyperparamètre.',
  'training-no-container': 'Il manque l’image de l’entraînement ; indiquez-la.',
  'training-template-gone': 'Le modèle de workflow {{name}} n’existe plus ; choisissez-en un autre.',
  'training-no-keys': 'Aucune clé de stockage à transmettre ; choisissez un secret du projet.',
  'training-experiment-deleted':
    'L’expérience {{name}} a été supprimée ; restaurez-la dans MLflow ou nommez-en une autre.',
  'training-schedule-wrong': '{{found}} n’est pas une planification ; cinq champs, par exemple 0 3 * * 1.',
  'training-schedule-session-keys':
    'Les clés de session expirent avant la prochaine exécution ; choisissez un secret du projet.',
  'training-time-zone': 'Le fuseau {{name}} n’existe pas ; par exemple Europe/Paris.',
  'pins-forbidden': 'Cette plateforme n’autorise pas les copies sur ce poste. Utilisez le modèle servi.',
  'pin-gone': 'Ce modèle n’est plus sur ce poste. Gardez-le à nouveau.',
  'pin-not-ready': '{{name}} n’est pas encore complet. Patientez ou reprenez le téléchargement.',
  'pin-over-quota':
    '{{name}} demande {{needs}} octets ; les modèles ont droit à {{quota}}. Relevez la limite ou retirez un modèle.',
  'pin-no-space': '{{name}} demande {{needs}} octets, {{free}} sont libres. Libérez de la place.',
  'pin-disk-full':
    'Le disque s’est rempli pendant le téléchargement de {{name}}. Le début est conservé : libérez de la place, puis reprenez.',
  'pin-disk-forbidden': 'Ce poste n’autorise pas l’écriture de {{name}}. Vérifiez les droits du dossier.',
  'pin-broken-off': 'La connexion à {{host}} s’est rompue pendant le téléchargement de {{name}}. Reprenez.',
  'pin-short': '{{host}} s’est arrêté avant la fin de {{file}}. Reprenez.',
  'pin-changed': '{{file}} a changé sur {{host}} entre-temps. Gardez à nouveau {{name}} ici.',
  'pin-checksum': '{{file}} diffère de ce que détient {{host}}. Reprenez pour le télécharger à nouveau.',
  'pin-page': '{{host}} a envoyé une page web au lieu de {{file}}. Vérifiez la connexion au serveur.',
  'pin-address':
    'Les fichiers sont à {{address}}, accessible au seul serveur. Demandez le relais d’artefacts à l’administrateur.',
  'pin-empty': 'Aucun fichier à {{address}}. Choisissez une autre version.',
  'pin-too-many-files':
    'Cette version sur {{host}} a plus de {{most}} fichiers. Importez seulement le fichier du modèle.',
  'pin-removed-meanwhile': 'Un fichier de {{name}} a été retiré entre-temps. Reprenez.',
  'pin-pickle': '{{name}} est un pickle Python, jamais ouvert ici. Enregistrez aussi son fichier fastText.',
  'pin-torch': '{{name}} demande PyTorch, absent de ce poste. Utilisez le modèle servi.',
  'pin-sklearn': '{{name}} demande scikit-learn, absent de ce poste. Utilisez le modèle servi.',
  'pin-tensorflow': '{{name}} demande TensorFlow, absent de ce poste. Utilisez le modèle servi.',
  'pin-onnx': '{{name}} demande un moteur ONNX, absent de ce poste. Utilisez le modèle servi.',
  'pin-no-model': '{{name}} n’a pas de fichier fastText. Choisissez une autre version.',
  'fasttext-no-label': '{{name}} ne connaît pas {{label}}. Choisissez l’un de ses codes.',
  'profile-pattern': 'Une règle n’est pas une expression régulière. Corrigez-la.',
  'profile-slow': 'Une règle a dépassé {{seconds}} s sur « {{text}} ». Simplifiez-la.',
  'predict-target-taken': '{{name}} existe déjà. Choisissez un autre nom.',
  'predict-export-forbidden':
    'Cette plateforme n’autorise pas les exports. Écrivez le résultat dans le stockage.',
  'text-file-empty': '{{name}} n’a pas d’en-tête. Ajoutez les noms de colonnes.',
  'text-file-quote': 'Un guillemet de {{name}} n’est jamais fermé. Corrigez-le.',
  'text-file-binary': '{{name}} n’est pas du texte. Choisissez un fichier CSV ou Parquet.',
  'text-file-parquet': '{{name}} est endommagé. Générez-le à nouveau.',
  'text-file-column': '{{name}} n’a pas de colonne {{column}}. Choisissez-en une autre.',
  'text-file-unread': '{{name}} est illisible. Réessayez.',
  'mlflow-address':
    'Ce n’est pas l’adresse d’un serveur MLflow. Saisissez-la sous la forme https://hôte/chemin.',
  'mlflow-insecure': 'Votre secret circulerait en clair vers {{host}}. Utilisez https.',
  'mlflow-credentials': '{{host}} n’accepte pas ces identifiants. Vérifiez-les dans les réglages du serveur.',
  'mlflow-forbidden': '{{host}} ne vous autorise pas à le faire. Demandez l’accès à son administrateur.',
  'mlflow-host': '{{host}} ne répond pas à ce nom. Son administrateur doit l’ajouter à --allowed-hosts.',
  'mlflow-redirect':
    '{{host}} renvoie vers {{to}} pour la connexion. Saisissez un jeton ou un en-tête dans les réglages du serveur.',
  'mlflow-page': '{{host}} répond par une page web, pas comme MLflow. Vérifiez l’adresse et la connexion.',
  'mlflow-strange': '{{host}} ne répond pas comme MLflow. Vérifiez l’adresse.',
  'mlflow-no-endpoint':
    '{{host}} ne connaît pas cette requête ; son MLflow est peut-être trop ancien. Vérifiez l’adresse ou mettez-le à jour.',
  'mlflow-gone': '{{host}} ne l’a plus. Actualisez la liste.',
  'mlflow-exists': '{{host}} en a déjà un de ce nom. Choisissez-en un autre.',
  'mlflow-refused':
    '{{host}} n’accepte pas la requête ; ses propres mots disent pourquoi. Corrigez-la et réessayez.',
  'mlflow-too-large': '{{host}} trouve cela trop volumineux. Raccourcissez-le.',
  'mlflow-busy': '{{host}} ne peut pas répondre maintenant. Réessayez dans un instant.',
  'mlflow-failed': '{{host}} a échoué (statut {{status}}). Réessayez ou prévenez son administrateur.',
  'mlflow-slow': '{{host}} n’a pas répondu en {{seconds}} s. Réessayez.',
  'mlflow-connection': '{{host}} est injoignable. Vérifiez que le service fonctionne.',
  'mlflow-answer-large': '{{host}} envoie plus de {{megabytes}} Mo d’un coup. Restreignez la demande.',
  'mlflow-no-cluster':
    '{{service}} demande un cluster Kubernetes, absent de cette plateforme. Saisissez plutôt une adresse.',
  'mlflow-not-proxied': '{{address}} n’est pas servi par MLflow. Ouvrez-le dans le stockage.',
  'mlflow-platform-server': '{{server}} appartient à la plateforme et reste. Modifiez plutôt sa connexion.',
  'model-server-gone': 'Ce serveur n’est plus dans votre liste. Ajoutez-le de nouveau.',
  'run-filter':
    'Le filtre est illisible à la position {{position}}, près de « {{near}} ». Corrigez-le à cet endroit.',
  'run-no-model': '{{run}} n’a enregistré aucun modèle. Choisissez un autre essai.',
  'alias-moved':
    '{{alias}} de {{model}} est maintenant sur la version {{version}}. Regardez de nouveau avant de le déplacer.',
  'alias-removed': '{{alias}} de {{model}} a été retiré entre-temps. Regardez de nouveau.',
  'alias-history':
    '{{alias}} de {{model}} a été modifié, mais son historique n’a pas été écrit. Notez le changement dans la description.',
  'tag-reserved': '{{key}} contient l’historique des alias. Choisissez une autre clé.',
  'artifact-path': '{{path}} sort des artefacts. Choisissez un fichier de la liste.',
  'artifact-gone': '{{path}} n’est plus là. Actualisez la liste.',
  'artifact-no-text': '{{path}} n’est pas un fichier texte. Téléchargez-le plutôt.',
  'artifact-size': 'Le serveur n’indique pas la taille de {{name}}. Téléchargez-le avec la commande mlflow.',
  'artifact-short': 'Moins d’octets que promis sont arrivés. Téléchargez-le de nouveau.',
  'artifact-copies-forbidden': 'Cette plateforme interdit les copies sur ce poste. Consultez-le plutôt ici.',
  'artifacts-unreachable':
    'Ni votre stockage ni le serveur n’atteignent {{address}}. Demandez l’accès au bucket.',
  'training-parameter-missing':
    'Le modèle de workflow {{template}} demande une valeur pour {{name}}. Saisissez-la.',
};
