/** Onyxia's launch links, as people keep them: the form opens with their choices. */
import { useLocation, useNavigate, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';

/** The page of `/launcher/<catalog>/<chart>?...`. */
export function LaunchLinkPage() {
  const { catalog, chart } = useParams({ from: '/launcher/$catalog/$chart' });
  const { pathname, searchStr } = useLocation();
  const navigate = useNavigate();
  useEffect(() => {
    void navigate({
      to: '/launch/$catalog/$chart',
      params: { catalog, chart },
      search: { link: `${pathname}${searchStr}` },
      replace: true,
    });
    // Once: while the form loads, the location is already its own, and the link would wrap itself without end.
  }, []);
  return undefined;
}
