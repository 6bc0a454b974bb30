# SPDX-License-Identifier: MIT
# Starting a process: what it takes without the shim, and what arming adds, a step at a time.
names = "without_the_shim settings,_files next_definitions layout_probe load_the_audit audit_of_thunks libc's_windows unload_it load_libgcc dispatch mapping_the_object"
# Blanks for what stands for them in a list of words.
label(text) = strstrt(text, "_") == 0 ? text : \
    text[1 : strstrt(text, "_") - 1]." ".label(text[strstrt(text, "_") + 1 : strlen(text)])
set style data histograms
set style histogram rowstacked
set boxwidth 0.6
set key outside right top reverse Left invert
set ylabel "microseconds from start to end"
set yrange [0:*]
set xrange [0.3:4.7]
set xtics rotate by -15 scale 0
colours = "#bbbbbb #8c8c8c #c7e9c0 #74c476 #9ecae1 #3182bd #08519c #6baed6 #fdae6b #fdd0a2 #dddddd"
plot for [i = 2 : 12] data using i:xtic(1) lc rgb word(colours, i - 1) title label(word(names, i - 1))
