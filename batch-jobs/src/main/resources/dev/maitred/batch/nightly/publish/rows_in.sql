SELECT count() AS rows_in FROM changes_in_cut
