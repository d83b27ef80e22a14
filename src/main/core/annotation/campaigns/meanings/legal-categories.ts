/** Legal categories in words: the first two levels of the public nomenclature, and the commonest codes. Pure. */
import type { Words } from '../../../../../shared/contract/annotation/nomenclatures.ts';

type Category = readonly [code: string, fr: string, en: string];

/** Insee, "Catégories juridiques", levels I and II. */
const levels: readonly Category[] = [
  ['0', 'Placement collectif sans personnalité morale', 'Collective investment without legal personality'],
  ['1', 'Entrepreneur individuel', 'Sole trader'],
  ['2', 'Groupement privé sans personnalité morale', 'Private grouping without legal personality'],
  ['3', 'Personne morale de droit étranger', 'Legal person under foreign law'],
  ['4', 'Personne morale publique soumise au droit commercial', 'Public body under commercial law'],
  ['5', 'Société commerciale', 'Commercial company'],
  ['6', 'Autre personne morale inscrite au RCS', 'Other legal person in the trade register'],
  ['7', 'Organisme soumis au droit administratif', 'Body under administrative law'],
  ['8', 'Organisme privé spécialisé', 'Specialised private body'],
  ['9', 'Groupement de droit privé', 'Private-law grouping'],
  ['10', 'Entrepreneur individuel', 'Sole trader'],
  ['21', 'Indivision', 'Joint ownership'],
  ['22', 'Société créée de fait', 'De facto partnership'],
  ['23', 'Société en participation', 'Undisclosed partnership'],
  ['24', 'Fiducie', 'Fiduciary trust'],
  ['27', 'Paroisse hors zone concordataire', 'Parish outside Alsace-Moselle'],
  ['28', 'Assujetti unique à la TVA', 'VAT group'],
  [
    '29',
    'Autre groupement privé sans personnalité morale',
    'Other private grouping without legal personality',
  ],
  ['31', 'Personne morale étrangère inscrite au RCS', 'Foreign legal person in the trade register'],
  ['32', 'Personne morale étrangère non inscrite au RCS', 'Foreign legal person outside the trade register'],
  ['41', 'Établissement public industriel ou commercial', 'Public industrial or commercial establishment'],
  ['51', 'Société coopérative commerciale particulière', 'Commercial co-operative of a special kind'],
  ['52', 'Société en nom collectif', 'General partnership'],
  ['53', 'Société en commandite', 'Limited partnership'],
  ['54', 'SARL', 'Private limited company (SARL)'],
  ['55', 'SA à conseil d’administration', 'Public limited company with a board of directors'],
  ['56', 'SA à directoire', 'Public limited company with a management board'],
  ['57', 'SAS', 'Simplified joint-stock company (SAS)'],
  ['58', 'Société européenne', 'European company'],
  ['61', 'Caisse d’épargne et de prévoyance', 'Savings bank'],
  ['62', 'Groupement d’intérêt économique', 'Economic interest grouping'],
  ['63', 'Société coopérative agricole', 'Agricultural co-operative'],
  ['64', 'Société d’assurance mutuelle', 'Mutual insurance company'],
  ['65', 'Société civile', 'Civil-law partnership'],
  ['69', 'Autre personne privée inscrite au RCS', 'Other private person in the trade register'],
  ['71', 'Administration de l’État', 'State administration'],
  ['72', 'Collectivité territoriale', 'Local authority'],
  ['73', 'Établissement public administratif', 'Public administrative establishment'],
  ['74', 'Autre personne morale de droit public administratif', 'Other legal person under public law'],
  ['81', 'Régime de protection sociale obligatoire', 'Compulsory social protection scheme'],
  ['82', 'Organisme mutualiste', 'Mutual society'],
  ['83', 'Comité social et économique', 'Works council'],
  ['84', 'Organisme professionnel', 'Professional body'],
  ['85', 'Organisme de retraite facultative', 'Voluntary pension body'],
  ['91', 'Syndicat de propriétaires', 'Association of property owners'],
  ['92', 'Association', 'Association'],
  ['93', 'Fondation', 'Foundation'],
  ['99', 'Autre personne morale de droit privé', 'Other legal person under private law'],
];

/** Level III, as far as it is common. */
const common: readonly Category[] = [
  ['1000', 'Entrepreneur individuel', 'Sole trader'],
  ['2110', 'Indivision entre personnes physiques', 'Joint ownership between natural persons'],
  ['2120', 'Indivision avec une personne morale', 'Joint ownership with a legal person'],
  ['2210', 'Société créée de fait entre personnes physiques', 'De facto partnership between natural persons'],
  ['2220', 'Société créée de fait avec une personne morale', 'De facto partnership with a legal person'],
  [
    '2310',
    'Société en participation entre personnes physiques',
    'Undisclosed partnership between natural persons',
  ],
  [
    '2320',
    'Société en participation avec une personne morale',
    'Undisclosed partnership with a legal person',
  ],
  ['3120', 'Société étrangère inscrite au RCS', 'Foreign company in the trade register'],
  ['3220', 'Société étrangère non inscrite au RCS', 'Foreign company outside the trade register'],
  ['5202', 'Société en nom collectif', 'General partnership'],
  ['5306', 'Société en commandite simple', 'Limited partnership without shares'],
  ['5308', 'Société en commandite par actions', 'Partnership limited by shares'],
  ['5410', 'SARL nationale', 'National SARL'],
  ['5426', 'SARL immobilière de gestion', 'SARL managing real estate'],
  ['5470', 'Holding de professions libérales, en SARL', 'Holding of liberal professions, as an SARL'],
  ['5485', 'Société d’exercice libéral, en SARL', 'Firm of liberal professionals, as an SARL'],
  ['5498', 'SARL unipersonnelle', 'SARL with one member'],
  ['5499', 'SARL sans autre indication', 'SARL, not specified further'],
  ['5599', 'SA à conseil d’administration, sans autre indication', 'SA with a board, not specified further'],
  ['5699', 'SA à directoire, sans autre indication', 'SA with a management board, not specified further'],
  ['5710', 'SAS', 'Simplified joint-stock company (SAS)'],
  ['5720', 'SAS à associé unique', 'SAS with one shareholder'],
  ['5770', 'Holding de professions libérales, en SAS', 'Holding of liberal professions, as an SAS'],
  ['5785', 'Société d’exercice libéral, en SAS', 'Firm of liberal professionals, as an SAS'],
  ['6220', 'Groupement d’intérêt économique (GIE)', 'Economic interest grouping'],
  [
    '6316',
    'Coopérative d’utilisation de matériel agricole (CUMA)',
    'Co-operative sharing farm machinery (CUMA)',
  ],
  ['6533', 'Groupement agricole d’exploitation en commun (GAEC)', 'Joint farming group (GAEC)'],
  ['6534', 'Groupement foncier agricole', 'Agricultural land group'],
  ['6536', 'Groupement forestier', 'Forestry group'],
  ['6540', 'Société civile immobilière (SCI)', 'Property-holding partnership (SCI)'],
  ['6597', 'Société civile d’exploitation agricole', 'Farming partnership'],
  ['6598', 'Exploitation agricole à responsabilité limitée (EARL)', 'Farm with limited liability (EARL)'],
  ['6599', 'Autre société civile', 'Other civil-law partnership'],
  ['7210', 'Commune', 'Municipality'],
  ['9110', 'Syndicat de copropriété', 'Association of co-owners'],
  ['9220', 'Association déclarée', 'Declared association'],
  ['9260', 'Association de droit local (Alsace-Moselle)', 'Association under local law (Alsace-Moselle)'],
];

const byCode = new Map<string, Words>([...levels, ...common].map(([code, fr, en]) => [code, { fr, en }]));

/**
 * A legal category in words; of a code that is not listed, those of the level above it.
 * @param code one, two or four digits
 */
export function legalCategory(code: string): Words | undefined {
  if (!/^\d{1,2}$|^\d{4}$/.test(code)) return undefined;
  return byCode.get(code) ?? byCode.get(code.slice(0, 2)) ?? byCode.get(code.slice(0, 1));
}
