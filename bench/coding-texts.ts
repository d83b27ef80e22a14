/** Texts of our own to code: twenty activities, each told in ten ways, in as many towns as are asked for. */
import type { Activity } from '../e2e/support/annotation-texts.ts';

/** A text with its code, and the word of the code's title that a person would type. */
export interface Told extends Activity {
  readonly word: string;
}

const activities: readonly Told[] = [
  { text: 'Coupe et coiffage de cheveux', code: '96.02A', word: 'coiffure' },
  { text: 'Épilation, maquillage et soins du visage', code: '96.02B', word: 'beauté' },
  { text: 'Fabrication et vente de pain et de viennoiseries', code: '10.71C', word: 'boulangerie' },
  { text: 'Pose de carrelage, de parquet et de faïence', code: '43.33Z', word: 'revêtement des sols' },
  { text: 'Taille de haies, tonte et création de jardins', code: '81.30Z', word: 'paysager' },
  { text: 'Location de meublés de tourisme à la semaine', code: '55.20Z', word: 'hébergement touristique' },
  { text: 'Écriture de logiciels et de sites internet', code: '62.01Z', word: 'programmation' },
  { text: 'Course de taxi avec chauffeur', code: '49.32Z', word: 'taxis' },
  { text: 'Crêperie avec service à table', code: '56.10A', word: 'restauration traditionnelle' },
  { text: 'Camion à pizzas à emporter', code: '56.10C', word: 'restauration de type rapide' },
  { text: 'Cours de piano et de solfège', code: '85.52Z', word: 'enseignement culturel' },
  { text: 'Maraîchage de plein champ et sous serre', code: '01.13Z', word: 'culture de légumes' },
  { text: 'Vente de fruits et légumes en boutique', code: '47.21Z', word: 'fruits et légumes en magasin' },
  { text: 'Cabinet de médecine générale', code: '86.21Z', word: 'médecins généralistes' },
  { text: 'Tenue de comptes et bilans', code: '69.20Z', word: 'comptables' },
  { text: 'Mise aux normes de tableaux électriques', code: '43.21A', word: 'installation électrique' },
  { text: 'Plomberie et pose de sanitaires', code: '43.22A', word: "installation d'eau" },
  { text: 'Construction de pavillons clés en main', code: '41.20A', word: 'maisons individuelles' },
  { text: 'Troupe de théâtre de rue', code: '90.01Z', word: 'spectacle vivant' },
  { text: 'Reportages de mariage et portraits', code: '74.20Z', word: 'photographiques' },
];

const ways = [
  'à domicile, pour des particuliers',
  'en centre-ville, avec deux salariés',
  'sur rendez-vous et le samedi',
  'dans toute la région, véhicule équipé, devis gratuit sous quarante-huit heures',
  'pour des entreprises et des collectivités, à titre principal',
  'en complément de la vente de produits liés à cette activité',
  'à titre secondaire',
  'reprise du fonds de mes parents, sans changement d’activité ni de clientèle',
  'pendant la saison seulement',
  'avec conseil et formation',
] as const;

/** Two hundred texts, neighbours of which have different codes; those of two towns have none in common. */
export const toldIn = (town: string): Told[] =>
  ways.flatMap((way) =>
    activities.map(({ text, ...rest }) => ({ text: `${text} à ${town}, ${way}`, ...rest })),
  );
