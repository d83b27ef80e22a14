/** Onyxia's launch links, as people keep them: the form opens with their choices. */
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';

/** The page of `/launcher/<catalog>/<chart>?...`. */
export function LaunchLinkPage() {
  const { catalog, chart } = useParams({ from: '/launcher/$catalog/$chart' });
  const navigate = useNavigate();
  useEffect(() => {
    void navigate({
      to: '/launch/$catalog/$chart',
      params: { catalog, chart },
      // As it stands in the address: the router would write blanks and numbers otherwise.
      search: { link: window.location.hash.slice(1) },
      replace: true,
    });
    // Once: while the form loads, the location is already its own, and the link would wrap itself without end.
  }, []);
  return undefined;
}
