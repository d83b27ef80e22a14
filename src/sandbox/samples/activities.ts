/** Our own descriptions of activities, as people write them, with a fitting sub-class of NAF rév. 2: what the coding service learnt from. */

export interface Activity {
  readonly text: string;
  readonly code: string;
}

const lines = `
96.02A|coiffure à domicile et vente de produits capillaires
96.02B|institut de beauté, épilation et soins du visage
56.10A|restaurant traditionnel avec terrasse, cuisine du marché
56.10C|camion à pizzas, vente à emporter
56.30Z|bar à cocktails et petite restauration
47.11B|épicerie de quartier, produits locaux
47.71Z|boutique de prêt-à-porter féminin
47.91B|vente par internet de bijoux faits main
10.71C|boulangerie pâtisserie artisanale
43.21A|électricien, installation et dépannage chez les particuliers
43.22A|plomberie et installation sanitaire
43.34Z|peintre en bâtiment, pose de papier peint
43.99C|maçonnerie générale et gros oeuvre
41.20A|construction de maisons individuelles
68.20A|location d'un appartement meublé
68.20B|location de locaux commerciaux
68.31Z|agence immobilière, transactions
62.01Z|développement de logiciels sur mesure
62.02A|conseil en systèmes informatiques
63.11Z|hébergement de données pour les entreprises
70.22Z|conseil en organisation et gestion
69.20Z|cabinet d'expertise comptable
71.11Z|architecte, maîtrise d'oeuvre
71.12B|bureau d'études thermiques
74.10Z|graphiste et concepteur de sites
74.20Z|photographe de mariage et de famille
49.32Z|chauffeur de voiture de transport avec conducteur
49.41A|transport routier de marchandises longue distance
53.20Z|livraison de repas à vélo
81.21Z|ménage et repassage chez des particuliers
81.30Z|entretien de jardins et espaces verts
85.51Z|cours de yoga et préparation physique
85.59B|soutien scolaire et cours particuliers
86.21Z|médecin généraliste
86.90E|kinésithérapeute
88.91A|garde d'enfants à domicile, micro-crèche
90.01Z|comédienne, spectacles vivants
90.03A|sculpteur et peintre, vente d'oeuvres
95.11Z|réparation d'ordinateurs et de téléphones
01.13Z|maraîchage biologique et vente de légumes
01.21Z|viticulture, culture de la vigne
01.62Z|soins et garde de chevaux, pension équestre
45.20A|garage automobile, entretien et réparation
45.11Z|achat et revente de véhicules d'occasion
46.19B|agent commercial en produits divers
33.20A|montage de charpentes métalliques
25.62B|mécanique industrielle de précision
16.23Z|fabrication d'escaliers et menuiseries en bois
14.13Z|création de vêtements sur mesure
20.42Z|fabrication de savons et cosmétiques naturels
47.71Z|vente de vêtements et accessoires de mode en boutique
47.71Z|friperie de vêtements pour enfants, dépôt-vente
47.11B|alimentation générale ouverte le soir
56.10A|brasserie du midi, plats servis à table
56.10A|crêperie bretonne avec service en salle
56.10C|sandwicherie et salades à emporter
56.10C|restauration rapide, kebab et tacos
56.10C|vente de burgers en food truck sur les marchés
56.21Z|traiteur pour mariages et réceptions
56.21Z|chef à domicile, préparation de buffets
56.30Z|café, débit de boissons et billard
10.71C|fabrication et vente de pains au levain
10.71D|pâtissier, gâteaux d'anniversaire sur commande
10.51C|fromagerie fermière, affinage de tommes de chèvre
10.13B|charcutier, saucissons et terrines
11.05Z|brasserie artisanale, fabrication de bières
11.02B|vinification et mise en bouteille au domaine
01.13Z|production de légumes de saison en panier
01.13Z|culture de tomates et de fraises sous serre
01.21Z|exploitation viticole en appellation contrôlée
01.43Z|élevage de poneys et d'ânes
01.47Z|poules pondeuses élevées en plein air
01.49Z|apiculteur, récolte de miel
01.61Z|travaux agricoles à façon, moisson et labour
02.40Z|élagage en forêt et débardage à cheval
03.11Z|marin pêcheur, pêche côtière au filet
41.20A|constructeur de pavillons clés en main
41.20B|construction de hangars et de bureaux
43.11Z|démolition d'immeubles et désamiantage
43.12A|terrassement et tranchées pour particuliers
43.21A|installation de prises, tableaux et éclairages
43.21A|pose de bornes de recharge et domotique
43.22A|plombier, dépannage de fuites et sanitaires
43.22B|chauffagiste, pompes à chaleur et climatisation
43.31Z|plaquiste, cloisons et faux plafonds
43.32A|pose de fenêtres et de portes en bois
43.33Z|carreleur, pose de faïence et de parquet
43.34Z|ravalement de façades, peinture extérieure
43.91A|charpentier, levage d'ossatures bois
43.91B|couvreur zingueur, réfection de toitures
43.99C|maçon, murs en parpaing et dalles de béton
43.99C|rénovation de bâti ancien, petite maçonnerie
45.11Z|négoce automobile, voitures d'occasion importées
45.20A|mécanicien auto à domicile, vidange et freins
45.20A|carrosserie et peinture de voitures
45.32Z|vente de pièces détachées pour voitures
45.40Z|réparation et vente de motos et scooters
46.19B|apporteur d'affaires, mise en relation commerciale
46.19B|agent commercial mandataire multicarte
46.90Z|import export de marchandises diverses
47.21Z|primeur, vente de fruits et légumes
47.22Z|boucherie de quartier, viandes et volailles
47.25Z|caviste, vente de vins et de spiritueux
47.61Z|librairie de bandes dessinées
47.76Z|fleuriste, bouquets et compositions
47.78C|galerie d'art et vente de tableaux
47.79Z|brocante et vente d'objets d'occasion
47.81Z|vente de fromages et d'olives sur les marchés
47.89Z|vente ambulante de bijoux et de sacs sur les marchés
47.91A|vente en ligne d'articles variés
47.91B|boutique en ligne de cosmétiques et de bougies
47.91B|e-commerce de vêtements pour bébés
47.99A|vendeur à domicile indépendant, réunions de vente
49.32Z|taxi conventionné, transport de malades assis
49.32Z|VTC, transport de personnes avec chauffeur
49.41A|transport de marchandises par camion, lots complets
49.41B|livraison de colis en camionnette de proximité
49.42Z|déménagement de particuliers et garde-meubles
53.20Z|coursier à vélo pour plateformes de repas
53.20Z|livreur de repas à scooter
55.20Z|gîte rural et chambres d'hôtes
55.20Z|location saisonnière de courte durée
58.29C|édition de logiciels de gestion par abonnement
59.11B|réalisation de films d'entreprise
59.20Z|studio d'enregistrement et production musicale
62.01Z|développeur web indépendant, sites et applications
62.01Z|programmation de jeux et d'applications mobiles
62.02A|consultant en systèmes d'information et cybersécurité
62.02A|conseil en données et intelligence artificielle
62.09Z|assistance informatique et installation de postes
63.12Z|portail internet d'annonces entre particuliers
66.22Z|courtier en assurances et en prêts
68.20A|loueur en meublé non professionnel
68.20A|bailleur d'un studio pour étudiants
68.20B|location de bureaux et de garages nus
68.31Z|mandataire immobilier indépendant
68.32A|syndic de copropriété et gestion locative
69.10Z|avocate en droit de la famille
69.20Z|tenue de comptabilité pour artisans
70.21Z|attaché de presse et relations publiques
70.22Z|conseil aux entreprises
70.22Z|conseil en stratégie et accompagnement des dirigeants
70.22Z|consultante en ressources humaines et management
71.11Z|dessin de plans et permis de construire, architecte
71.12B|ingénieur structure, études de béton armé
71.20B|diagnostics immobiliers, amiante et énergie
73.11Z|agence de publicité et gestion de réseaux sociaux
73.11Z|création de contenus sponsorisés, influenceuse
73.20Z|enquêtes de satisfaction et sondages
74.10Z|décoratrice d'intérieur, plans et ambiances
74.20Z|portraits et reportages photographiques
74.30Z|traduction de documents techniques anglais allemand
74.90B|médiation scientifique et expertise technique
75.00Z|clinique vétérinaire pour animaux de compagnie
77.11A|location de voitures à la journée
77.21Z|location de vélos et de canoës
77.39Z|location de matériel de sonorisation et d'éclairage
79.90Z|guide touristique et visites commentées
80.10Z|gardiennage et surveillance de magasins
81.21Z|nettoyage de bureaux et de parties communes
81.22Z|lavage de vitres et nettoyage de façades
81.29A|dératisation et destruction de nids de guêpes
81.30Z|paysagiste, création de jardins et tonte
82.11Z|secrétariat indépendant, assistance administrative
82.19Z|saisie de textes et préparation de dossiers
82.30Z|organisation de séminaires et de salons
82.99Z|services administratifs et commerciaux aux entreprises
85.51Z|coach sportif, préparation et cours collectifs
85.52Z|cours de piano et de solfège
85.53Z|auto-école, leçons de conduite
85.59A|formation professionnelle d'adultes
85.59B|aide aux devoirs, professeur de mathématiques
86.22C|médecin spécialiste, dermatologue
86.23Z|cabinet de chirurgien-dentiste
86.90D|infirmière libérale, soins à domicile
86.90E|ostéopathe et orthophoniste
86.90F|psychologue et sophrologue en cabinet
88.10A|aide à domicile des personnes âgées
88.91A|assistante maternelle, accueil de bébés
88.99B|association d'entraide et d'insertion
90.01Z|groupe de musique, concerts et tournées
90.02Z|régisseur lumière et technicien du spectacle
90.03A|illustratrice de livres pour enfants
90.03B|autrice de romans et de scénarios
93.12Z|club de football amateur
93.13Z|salle de musculation et de remise en forme
93.29Z|animation de soirées et jeux d'évasion
94.99Z|association culturelle et de loisirs
95.22Z|réparation de machines à laver
95.23Z|cordonnier, ressemelage et clés
95.29Z|retouches de vêtements et réparation de vélos
96.01B|pressing et blanchisserie de quartier
96.02A|salon de coiffure mixte, coupes et couleurs
96.02A|barbier, taille de barbe
96.02B|pose d'ongles et extension de cils
96.02B|esthéticienne à domicile, soins du visage
96.04Z|massages de bien-être et spa
96.09Z|garde et promenade de chiens
96.09Z|tatoueur et piercing`;

export const activities: readonly Activity[] = lines
  .trim()
  .split('\n')
  .map((line) => {
    const [code = '', text = ''] = line.split('|');
    return { code, text };
  });

/** The first of them, which the small tables show. */
export const fewActivities: readonly Activity[] = activities.slice(0, 50);
