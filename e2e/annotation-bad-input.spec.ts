/** Files that are not as they should be: each is named, with line and column, and nothing is made of it before it is mended. */
import type { Page } from '@playwright/test';
import {
  beginCampaign,
  chooseFile,
  findings,
  makeCampaign,
  openCampaigns,
  type LocalFile,
} from './support/annotation.ts';
import { activate } from './support/keyboard.ts';
import { expect, test } from './support/fixtures.ts';
import { truthOf } from './support/storage.ts';

test.use({ world: { name: 'annotation-bad-input' } });

interface Bad {
  readonly what: string;
  readonly file: LocalFile;
  /** What the screen says, each in one line of the findings. */
  readonly says: readonly RegExp[];
  /** Nothing can be made of it. */
  readonly isUnusable?: boolean;
}

const csv = (name: string, ...lines: string[]): LocalFile => ({ name, text: `${lines.join('\n')}\n` });
const good = ['libelle,apet_manual', 'Coupe de cheveux,9602A', 'Taille de haies,8130Z'];
const cp1252 = Buffer.from(
  'libelle;apet_manual\nCr\xeaperie \xe0 emporter;5610C\nP\xe2tisserie;1071D\n',
  'latin1',
);
const brokenUtf8 = Buffer.concat([
  Buffer.from('libelle,apet_manual\nPâtisserie,1071D\npâ'),
  Buffer.from([0xe9]),
  Buffer.from('t,1013A\n'),
]);

const sources: readonly Bad[] = [
  {
    what: 'a row with a cell too many',
    file: csv('ragged.csv', ...good, 'Un,deux,trois', 'Pose de carrelage,4333Z'),
    says: [/A row has another number of fields than the first: ragged\.csv.+line 4/],
  },
  {
    what: 'a quote that nobody closes',
    file: csv('quote.csv', 'libelle,apet_manual', 'Tonte,8130Z', 'Coupe,"9602A', 'Pose,4333Z'),
    says: [/This cannot be read: quote\.csv.+line 3, column 7/],
    isUnusable: true,
  },
  {
    what: 'JSON that ends too early',
    file: { name: 'cut.json', text: '[{"libelle":"Tonte"},\n {"libelle":"Coupe"' },
    says: [/This is not well-formed JSON: cut\.json.+line 2, column 20/],
    isUnusable: true,
  },
  {
    what: 'a line of JSON Lines without its comma',
    file: { name: 'lines.jsonl', text: '{"libelle":"Tonte"}\n{"libelle":"Coupe" "code":1}\n' },
    says: [/This is not well-formed JSON: lines\.jsonl.+line 2, column 20/],
  },
  {
    what: 'a damaged byte among UTF-8',
    file: { name: 'byte.csv', text: brokenUtf8 },
    says: [/not in the encoding.+byte\.csv.+line 3, column 3/],
  },
  {
    what: 'the encoding of another system',
    file: { name: 'windows.csv', text: cp1252 },
    says: [/Read as windows-1252, not as UTF-8: windows\.csv/],
  },
  {
    what: 'codes of another version',
    file: csv('versions.csv', ...good, 'Pizzas au camion,5611J', 'Pose de carrelage,4333Z'),
    says: [/Column apet_manual has codes of another version.+\(1 row\).*line 4/],
  },
  {
    what: 'a Parquet file that was cut',
    file: { name: 'cut.parquet', text: 'PAR1and nothing else' },
    says: [/The Parquet file is damaged: cut\.parquet/],
    isUnusable: true,
  },
  {
    what: 'a file with nothing in it',
    file: { name: 'empty.csv', text: '' },
    says: [/There is nothing in empty\.csv/],
    isUnusable: true,
  },
];

/** Each line of the findings as one text. */
const linesOf = (page: Page) => findings(page).getByRole('listitem').allInnerTexts();
const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ');

test('malformed files of texts are named with line and column', async ({ page, app }) => {
  await openCampaigns(page, app.origin);
  await beginCampaign(page);
  for (const { what, file, says, isUnusable = false } of sources) {
    await test.step(what, async () => {
      await chooseFile(page, page.getByRole('button', { name: 'Choose a file of this laptop' }), file);
      await expect(page.getByRole('main')).toContainText(file.name);
      for (const sentence of says)
        await expect
          .poll(async () => (await linesOf(page)).map(oneLine).join('\n'), { message: what })
          .toMatch(sentence);
      const refused = page.getByText('No campaign can be made of this file before its errors are mended.');
      await expect(refused).toBeVisible({ visible: isUnusable });
      if (isUnusable)
        await expect(page.getByRole('button', { name: 'Make the campaign', exact: true })).toBeDisabled();
    });
  }
});

test('a campaign file that was edited by hand is named, read as far as it can be, and mended', async ({
  page,
  app,
  facts,
}) => {
  const title = 'Edited by hand';
  const key = 'campaigns/edited-by-hand/campaign.json';
  const truth = truthOf(facts);
  await openCampaigns(page, app.origin);
  await makeCampaign(page, { title, file: csv('two.csv', ...good) });
  const whole = String(await truth.get('alice', key));
  const put = (text: string) => truth.put('alice', key, text, 'application/json');
  const main = page.getByRole('main');

  await test.step('what a newer app wrote is not guessed at', async () => {
    await put(whole.replace('"schemaVersion": 1', '"schemaVersion": 2'));
    await page.reload();
    await expect(main).toContainText(/A newer version of the app made .*campaign\.json\. Update the app\./);
  });
  await test.step('a comma too many is named with its place', async () => {
    const lines = whole.split('\n');
    const at = lines.findIndex((line) => line.includes('"title"'));
    lines.splice(at, 1, `${lines[at] ?? ''},`);
    await put(lines.join('\n'));
    await page.reload();
    await expect(main).toContainText(
      new RegExp(`campaign\\.json is damaged at line ${at + 1}, column \\d+\\. Mend it or restore`),
    );
  });
  await test.step('a mended one with a field of somebody else is taken as it is', async () => {
    const changed = { ...(JSON.parse(whole) as object), title: 'Mended by hand', colour: 'blue' };
    await put(JSON.stringify(changed, undefined, 2));
    await page.reload();
    await expect(page.getByRole('heading', { level: 1, name: 'Mended by hand' })).toBeVisible();
    await activate(page, page.getByRole('button', { name: 'Change' }));
    await page.getByRole('menuitem', { name: 'Close the campaign' }).press('Enter');
    await expect(main).toContainText('Closed');
    expect(JSON.parse(String(await truth.get('alice', key)))).toMatchObject({
      state: 'closed',
      colour: 'blue',
    });
  });
  truth.end();
});

test('a nomenclature with an orphan and a double is not kept', async ({ page, app }) => {
  await openCampaigns(page, app.origin);
  await activate(page, page.getByRole('link', { name: 'Nomenclatures' }));
  await activate(page, page.getByRole('button', { name: 'Import a file' }));
  const dialog = page.getByRole('dialog', { name: /^Import a nomenclature/ });
  await expect(dialog).toBeVisible();
  await chooseFile(
    page,
    dialog.getByRole('button', { name: 'Choose a file of this laptop' }),
    csv(
      'arbre.csv',
      'code,level,parent,label_fr',
      'A,1,,Agriculture',
      '01,2,A,Culture',
      '01.1,3,01,Cultures non permanentes',
      '01.11,4,01.1,Céréales',
      '01.11Z,5,01.11,Culture de céréales',
      '01.11Z,5,01.11,Culture de céréales encore',
      '02.10Z,5,02.10,Sylviculture',
    ),
  );
  const said = () => linesOf(page).then((lines) => lines.map(oneLine).join('\n'));
  await expect.poll(said).toMatch(/The code above 02\.10Z is missing.*line 8/);
  await expect.poll(said).toMatch(/01\.11Z is there twice.*line 7/);
  await expect(dialog).toContainText('It cannot be kept like this.');
  await expect(dialog.getByRole('button', { name: /^Keep it|^Replace and keep it/ })).toBeDisabled();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('main')).toContainText('2 nomenclatures at hand.');
});
