# SPDX-License-Identifier: MIT
# Cancelling, over the number of other threads.
set multiplot layout 1, 2
set logscale xy
set xlabel "other threads"
set ylabel "microseconds"
set key bottom center font ",11" maxrows 3
set xrange [0.8:15000]
set yrange [0.002:200] # room for the key below what is fastest
states = "blocked running disabled"
do for [part = 0 : 1] {
    set title (part == 0 ? "pthread_cancel itself" : "until the cleanup handler runs")
    plot for [i = 0 : 5] data using 1:(column(2 + 6 * part + i)) with linespoints lw 2 ps 0.8 pt 5 + 2 * (i / 2) \
         dt i / 2 + 1 lc rgb word("#777777 #1b7837", i % 2 + 1) \
         title sprintf("%s, %s", word(states, i / 2 + 1), i % 2 ? "shim" : "glibc")
}
unset multiplot
