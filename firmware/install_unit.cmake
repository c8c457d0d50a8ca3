# Puts a unit where the prefix is, with the paths of the programs that this prefix gives: known only when
# somebody installs or packs. Called by firmware/CMakeLists.txt with SOURCE, set by install(CODE).
get_filename_component(name "${SOURCE}" NAME)
set(folder "${CMAKE_INSTALL_PREFIX}/lib/systemd/system")
file(READ "${SOURCE}" unit)
string(REPLACE "/usr/bin/noticepoint-" "${CMAKE_INSTALL_PREFIX}/bin/noticepoint-" unit "${unit}")
message(STATUS "Installing: $ENV{DESTDIR}${folder}/${name}")
file(WRITE "$ENV{DESTDIR}${folder}/${name}" "${unit}")
