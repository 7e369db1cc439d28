import { afrekening, omzet, premie, staffelfee } from './functions.ts';

/*
 * The entry of functions.js. Excel may run it as the manifest's script, inside the pane's page, or both: registering
 * again replaces the function by itself. No DOM and nothing of the pane in here.
 */
CustomFunctions.associate('PREMIE', premie);
CustomFunctions.associate('OMZET', omzet);
CustomFunctions.associate('STAFFELFEE', staffelfee);
CustomFunctions.associate('AFREKENING', afrekening);
