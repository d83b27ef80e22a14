/** A few branches of two versions of a nomenclature, with notes of our own, and the way from one to the other. */
import type {
  Correspondence,
  Nomenclature,
  NomenclatureNode,
  Nomenclatures,
  Notes,
} from '../../shared/contract/annotation/nomenclatures.ts';

const day = 86_400_000;
const french = ['section', 'division', 'groupe', 'classe', 'sous-classe'];
const english = ['section', 'division', 'group', 'class', 'sub-class'];

type NotesByCode = Readonly<Record<string, { readonly fr?: Notes; readonly en?: Notes }>>;

/** Reads lines `code|French title|English title`, indented by one blank a level. */
function nodesOf(text: string, notes: NotesByCode): NomenclatureNode[] {
  const path: string[] = [];
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const level = line.length - line.trimStart().length + 1;
      const [code = '', fr = '', en = ''] = line.trim().split('|');
      path[level - 1] = code;
      const parent = path[level - 2];
      const own = notes[code];
      return {
        code,
        level,
        ...(parent !== undefined && level > 1 && { parent }),
        titles: { ...(fr && { fr }), ...(en && { en }) },
        ...(own && { notes: own }),
      };
    });
}

function nomenclatureOf(
  rest: Pick<Nomenclature, 'id' | 'titles' | 'source'> & { readonly letters?: string },
  nodes: NomenclatureNode[],
): Nomenclature {
  const depth = Math.max(...nodes.map(({ level }) => level));
  return {
    schemaVersion: 1,
    ...rest,
    levels: Array.from({ length: depth }, (_, index) => ({
      titles: { fr: french[index] ?? '', en: english[index] ?? '' },
      count: nodes.filter(({ level }) => level === index + 1).length,
    })),
    nodes,
  };
}

const revisionTwo = `
C|Industrie manufacturière|Manufacturing
 10|Industries alimentaires|Manufacture of food products
  10.7|Boulangerie, pâtisserie et pâtes alimentaires|Bakery and farinaceous products
   10.71|Pain et pâtisserie fraîche|Bread and fresh pastry
    10.71A|Fabrication industrielle de pain et de pâtisserie fraîche|Industrial bread and fresh pastry
    10.71B|Cuisson de produits de boulangerie|Baking of bakery products
    10.71C|Boulangerie et boulangerie-pâtisserie|Bakery and bakery-pastry shop
    10.71D|Pâtisserie|Pastry shop
G|Commerce|Trade
 47|Commerce de détail|Retail trade
  47.7|Autres commerces de détail en magasin spécialisé|Other retail in specialised stores
   47.75|Parfumerie et produits de beauté|Cosmetic and toilet articles
    47.75Z|Commerce de détail de parfumerie et de produits de beauté|Retail of cosmetic and toilet articles
  47.9|Commerce de détail hors magasin|Retail not in stores
   47.91|Vente à distance|Mail order and Internet
    47.91A|Vente à distance sur catalogue général|Distance selling, general catalogue
    47.91B|Vente à distance sur catalogue spécialisé|Distance selling, specialised catalogue
M|Activités spécialisées, scientifiques et techniques|Professional, scientific and technical activities
 70|Sièges sociaux ; conseil de gestion|Head offices; management consultancy
  70.2|Conseil de gestion|Management consultancy
   70.22|Conseil pour les affaires et la gestion|Business and management consultancy
    70.22Z|Conseil pour les affaires et autres conseils de gestion|Business and other management consultancy
S|Autres activités de services|Other service activities
 96|Autres services personnels|Other personal service activities
  96.0|Autres services personnels|Other personal service activities
   96.02|Coiffure et soins de beauté|Hairdressing and beauty treatment
    96.02A|Coiffure|Hairdressing
    96.02B|Soins de beauté|Beauty treatment
   96.09|Autres services personnels n.c.a.|Other personal services n.e.c.
    96.09Z|Autres services personnels n.c.a.|Other personal services n.e.c.`;

const year2025 = `
C|Industrie manufacturière|Manufacturing
 10|Fabrication de produits alimentaires|Manufacture of food products
  10.7|Boulangerie et pâtes|Bakery and farinaceous products
   10.71|Pain et pâtisserie fraîche|Bread and fresh pastry
    10.71G|Fabrication industrielle de pain|Industrial bread
    10.71H|Boulangerie artisanale|Craft bakery
    10.71J|Pâtisserie artisanale|Craft pastry
G|Commerce|Trade
 47|Commerce de détail|Retail trade
  47.7|Autres biens|Other goods
   47.75|Produits de beauté|Cosmetic articles
    47.75Y|Commerce de détail de produits de beauté|Retail of cosmetic articles
N|Activités spécialisées|Professional activities
 70|Sièges sociaux et conseil|Head offices and consultancy
  70.2|Conseil de gestion|Management consultancy
   70.20|Conseil en gestion|Management consultancy
    70.20Y|Conseil en gestion|Management consultancy
T|Autres activités de services|Other service activities
 96|Services personnels|Personal service activities
  96.2|Coiffure, soins de beauté et activités similaires|Hairdressing, beauty treatment and similar
   96.21|Coiffure|Hairdressing and barber
    96.21Y|Coiffure|Hairdressing and barber
   96.22|Soins de beauté|Beauty care
    96.22Y|Soins de beauté|Beauty care
   96.23|Bains, saunas et spas|Day spas, saunas and baths
    96.23Y|Bains, saunas et spas|Day spas, saunas and baths`;

export const nafRevisionTwo = nomenclatureOf(
  {
    id: 'naf-rev2',
    titles: { fr: 'NAF rév. 2', en: 'NAF Rev. 2' },
    letters: 'ABCDEFZ',
    source: 'Insee',
  },
  nodesOf(revisionTwo, {
    '96.02': {
      fr: {
        includes:
          'Cette classe comprend :\n- le lavage, la coupe et la mise en forme des cheveux\n- le rasage\n- le maquillage',
        includesAlso: 'la pose de faux ongles',
        excludes: '- la fabrication de perruques (cf. 10.71)\n- la vente de produits de beauté (cf. 47.75)',
      },
    },
    '47.91': {
      en: { includes: 'Selling any kind of goods over the Internet or by mail', excludes: 'See 47.75.' },
    },
    '10.71C': {
      fr: {
        includes: 'La fabrication de pain sur place, vendu au détail',
        excludes: 'la cuisson seule (cf. 10.71B)',
      },
    },
  }),
);

export const naf2025 = nomenclatureOf(
  { id: 'naf-2025', titles: { fr: 'NAF 2025', en: 'NAF 2025' }, letters: 'GHJKLY', source: 'naf2025.xlsx' },
  nodesOf(year2025, {
    '96.21': {
      fr: {
        includes: 'La coupe et le soin des cheveux, en salon ou à domicile',
        excludes: 'les soins du visage (cf. 96.22)',
      },
    },
  }),
);

const pair = (from: string, to: string, fr?: string, en?: string) => ({
  from,
  to,
  ...((fr ?? en) && { commonContent: { ...(fr && { fr }), ...(en && { en }) } }),
});

export const revisionTwoTo2025: Correspondence = {
  schemaVersion: 1,
  from: 'naf-rev2',
  to: 'naf-2025',
  source: 'correspondance.csv',
  pairs: [
    pair('10.71A', '10.71G'),
    pair('10.71B', '10.71H', 'Cuisson de pains surgelés vendus au détail'),
    pair('10.71C', '10.71H'),
    pair('10.71D', '10.71J'),
    pair('47.75Z', '47.75Y'),
    pair('47.91B', '47.75Y', 'Vente à distance de produits de beauté', 'Distance selling of cosmetics'),
    pair('70.22Z', '70.20Y'),
    pair('96.02A', '96.21Y', 'Toute la coiffure', 'All hairdressing'),
    pair('96.02B', '96.22Y', 'Soins du visage et du corps', 'Care of face and body'),
    pair('96.02B', '96.23Y', 'Bains de vapeur', 'Steam baths'),
  ],
};

/** As the app lists them. */
export function sampleNomenclatures(now: number): Nomenclatures {
  const counts = ({ levels }: Nomenclature) => levels.map(({ count }) => count);
  return {
    nomenclatures: [
      {
        id: 'naf-rev2',
        titles: nafRevisionTwo.titles,
        counts: counts(nafRevisionTwo),
        source: 'Insee',
        from: 'bundled',
        titlesIn: ['fr', 'en'],
        notesIn: ['fr'],
        hash: '3b1c'.repeat(16),
        asOf: now - 200 * day,
      },
      {
        id: 'naf-2025',
        titles: naf2025.titles,
        counts: counts(naf2025),
        source: 'naf2025.xlsx',
        from: 'imported',
        titlesIn: ['fr', 'en'],
        notesIn: ['fr'],
        hash: '77ae'.repeat(16),
        asOf: now - 3 * day,
      },
    ],
    correspondences: [
      {
        from: 'naf-rev2',
        to: 'naf-2025',
        pairs: revisionTwoTo2025.pairs.length,
        source: 'correspondance.csv',
        origin: 'imported',
      },
    ],
    problems: [],
  };
}
