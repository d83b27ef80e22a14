/** The words of a grid in the language in use. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { GridWords } from '../../ui/cell-line.tsx';

/** Words for `DataGrid`. */
export function useGridWords(): GridWords {
  const { t } = useTranslation();
  return useMemo(
    () => ({
      rowNumber: t('preview.grid.rowNumber'),
      copyCell: t('preview.grid.copyCell'),
      copyRow: t('preview.grid.copyRow'),
      copyColumn: t('preview.grid.copyColumn'),
      showAll: t('preview.grid.showAll'),
      showLess: t('preview.grid.showLess'),
      row: (number) => t('preview.grid.row', { number }),
    }),
    [t],
  );
}
