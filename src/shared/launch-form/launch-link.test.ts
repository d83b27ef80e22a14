import { describe, expect, test } from 'vitest';
import { formatLaunchLink, parseLaunchLink, type LaunchLink } from './launch-link.ts';

describe('launch links', () => {
  const link: LaunchLink = {
    catalogId: 'ide',
    chartName: 'jupyter-python',
    friendlyName: 'my work & more',
    version: '2.5.2',
    s3ProfileName: 'default',
    isShared: false,
    autoLaunch: true,
    patch: [
      { path: ['env', 0, 'name'], value: 'A=é' },
      { path: ['git', 'enabled'], value: true },
      { path: ['size', 'n'], value: -1.5 },
      { path: ['old', 'key'] },
      { path: ['conf', 'spark.driver.memory'], value: '5g' },
      { path: ['nothing', 'here'], value: null },
      { path: ['replicas'], value: 3 },
      { path: ['list', 1], value: '' },
    ],
  };

  test('are written as Onyxia reads them', () => {
    expect(formatLaunchLink(link)).toBe(
      '/launcher/ide/jupyter-python?name=my%20work%20%26%20more&version=2.5.2&s3=default&shared=false&autoLaunch=true' +
        '&env[0].name=«A%3D%C3%A9»&git.enabled=true&size.n=-1.5&old.key=-&conf.spark%5C.driver%5C.memory=«5g»' +
        '&nothing.here=null&replicas.=3&list[1].=«»',
    );
  });

  test('are read back, whole or as a path', () => {
    const written = formatLaunchLink(link);
    expect(parseLaunchLink(written)).toEqual({ link, ignored: [] });
    expect(parseLaunchLink(`https://onyxia.example.org/base${written}#top`)).toEqual({ link, ignored: [] });
    expect(parseLaunchLink(`sardonyx:/${written}`)?.link.chartName).toBe('jupyter-python');
  });

  test('are read as browsers and older versions write them', () => {
    const query = 'a.b%5B0%5D=%C2%ABx%20y%C2%BB&c\\.d=true&e.f=1e3&oidc-spa.x=1&g.h=bare';
    expect(parseLaunchLink(`/launcher/c/d/?${query}`)).toEqual({
      link: {
        catalogId: 'c',
        chartName: 'd',
        patch: [
          { path: ['a', 'b', 0], value: 'x y' },
          { path: ['c.d'], value: true },
          { path: ['e', 'f'], value: 1000 },
        ],
      },
      ignored: ['oidc-spa.x', 'g.h'],
    });
  });

  test('other addresses are none', () => {
    expect(parseLaunchLink('https://onyxia.example.org/catalog/ide')).toBeUndefined();
    expect(parseLaunchLink('/launcher/ide')).toBeUndefined();
  });
});
