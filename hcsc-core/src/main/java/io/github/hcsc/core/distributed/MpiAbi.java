package io.github.hcsc.core.distributed;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * The constants of a family of MPI libraries, which share functions but not handles: those of Open MPI are addresses of
 * variables, those of MPICH and its relatives are numbers.
 *
 * <p>A number travels in a register as an address does, so that one binding serves both.
 *
 * @param family what to call it
 * @param world the communicator of all processes
 * @param inPlace says that the input lies where the output goes
 * @param sharedMemory asks for the processes of one machine
 */
record MpiAbi(
        String family,
        Pointer world,
        Pointer inPlace,
        int sharedMemory,
        Pointer noInfo,
        Pointer sum,
        Pointer float32,
        Pointer float64,
        Pointer int32,
        Pointer int64,
        Pointer bytes) {

    static MpiAbi of(NativeLibrary library) {
        return exports(library, "ompi_mpi_comm_world") ? openMpi(library) : mpich();
    }

    private static boolean exports(NativeLibrary library, String name) {
        try {
            library.getGlobalVariableAddress(name);
            return true;
        } catch (UnsatisfiedLinkError e) {
            return false; // which is the answer
        }
    }

    private static MpiAbi openMpi(NativeLibrary library) {
        return new MpiAbi(
                "Open MPI",
                library.getGlobalVariableAddress("ompi_mpi_comm_world"),
                new Pointer(1),
                0,
                library.getGlobalVariableAddress("ompi_mpi_info_null"),
                library.getGlobalVariableAddress("ompi_mpi_op_sum"),
                library.getGlobalVariableAddress("ompi_mpi_float"),
                library.getGlobalVariableAddress("ompi_mpi_double"),
                library.getGlobalVariableAddress("ompi_mpi_int32_t"),
                library.getGlobalVariableAddress("ompi_mpi_int64_t"),
                library.getGlobalVariableAddress("ompi_mpi_byte"));
    }

    private static MpiAbi mpich() {
        return new MpiAbi(
                "MPICH",
                new Pointer(0x44000000),
                new Pointer(-1),
                1,
                new Pointer(0x1c000000),
                new Pointer(0x58000003),
                new Pointer(0x4c00040a),
                new Pointer(0x4c00080b),
                new Pointer(0x4c000439),
                new Pointer(0x4c00083a),
                new Pointer(0x4c00010d));
    }
}
