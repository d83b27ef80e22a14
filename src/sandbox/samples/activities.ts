/** Our own descriptions of activities, as people write them, with a fitting sub-class of NAF rév. 2. */

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
20.42Z|fabrication de savons et cosmétiques naturels`;

export const activities: readonly Activity[] = lines
  .trim()
  .split('\n')
  .map((line) => {
    const [code = '', text = ''] = line.split('|');
    return { code, text };
  });
